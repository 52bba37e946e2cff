"""The desk: pages for those who work on cases."""
