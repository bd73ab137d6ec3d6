"""Blocks of the Admin page."""
