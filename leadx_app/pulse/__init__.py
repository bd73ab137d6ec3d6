"""Pulse in the reader's words, for the page and for files alike."""
