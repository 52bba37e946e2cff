"""The desk for staff and the portal for customers: parse, call one command or query, render."""
