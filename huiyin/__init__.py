"""Huiyin (回音): runs a complaint regulation as data."""
