"""Blocks of the notifications: the bell of the header, the list, the preferences."""
