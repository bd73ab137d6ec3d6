"""State-free blocks: they get values, words and handlers."""
