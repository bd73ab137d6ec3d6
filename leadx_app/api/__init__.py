"""HTTP: REST under /api/v1, sign-in, files, health, and the guard around everything."""
