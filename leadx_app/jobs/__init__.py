"""The processes' side of background jobs: which kinds there are, and the lines that work them off."""
