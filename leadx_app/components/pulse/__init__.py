"""Blocks of Pulse."""
