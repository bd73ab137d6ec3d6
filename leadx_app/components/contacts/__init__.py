"""Blocks of contacts."""
