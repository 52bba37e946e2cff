"""What is owed, until when, under which clause and why; what refuses an act. Pure functions."""
