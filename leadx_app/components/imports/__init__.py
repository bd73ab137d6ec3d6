"""Bringing leads and contacts in from a file."""
