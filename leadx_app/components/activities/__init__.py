"""Blocks of Activities, bound to its state."""
