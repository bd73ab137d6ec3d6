"""Blocks bound to a feature's state; the state-free ones are in `ui`."""
