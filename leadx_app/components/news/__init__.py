"""Sales News."""
