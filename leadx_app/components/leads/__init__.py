"""Blocks of leads."""
