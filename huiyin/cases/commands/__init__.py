"""What can be done to cases: one verb a module. Doors call these and nothing else writes."""
