"""The case file: the log, the commands, the projections, number series, the deadline sweep."""
