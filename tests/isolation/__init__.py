"""Nobody sees what is not theirs: one world of four organizations, every door, every role."""
