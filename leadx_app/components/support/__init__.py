"""Blocks of Support."""
