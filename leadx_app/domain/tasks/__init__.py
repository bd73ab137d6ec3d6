"""Tasks: planned, done, repeated and reminded of (product.md section 9)."""
