"""The archive of a tenant: everything that is theirs in one file, and the way back into an empty installation."""
