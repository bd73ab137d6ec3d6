"""Blocks of Sales Community."""
