"""What happened: the vocabulary of events, their canonical form and the hash chain."""
