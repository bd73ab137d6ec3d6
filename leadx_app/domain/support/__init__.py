"""Support: tickets with their clocks, and the knowledge base (product.md section 11)."""
