"""Blocks of Contacts."""
