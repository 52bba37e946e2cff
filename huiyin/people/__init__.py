"""Who there is: companies, units, persons, posts, sign-in, and the vault of personal data."""
