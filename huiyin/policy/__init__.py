"""What a regulation says, as data: schema, loading, checking, comparing. No time, no case."""
