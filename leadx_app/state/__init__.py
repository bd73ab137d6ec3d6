"""Screen vars and handlers: thin, guarded doors to commands and queries."""
