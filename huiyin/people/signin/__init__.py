"""Sign-in: by name and password, with a second step where set up; nobody registers himself."""
