"""What the schema cannot see: names that lead nowhere, clauses nobody uses, terms nobody counts."""
