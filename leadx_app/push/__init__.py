"""Notes on their way to people's devices."""
