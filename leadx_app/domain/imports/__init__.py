"""Bringing leads and contacts in from a table: mapped, checked, run in pieces, undone."""
