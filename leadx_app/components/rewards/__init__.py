"""Blocks of Rewards."""
