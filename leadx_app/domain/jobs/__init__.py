"""Work in the background: asked for, claimed, done piece by piece, watched."""
