"""Sales News: what Managers write for their people, and what readers do with it (product.md section 7)."""
