"""Blocks of the Sales Feed."""
