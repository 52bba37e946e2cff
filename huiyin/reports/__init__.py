"""Reports: read-only questions about what cases come to. Nothing here writes."""
