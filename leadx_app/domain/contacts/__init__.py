"""Contacts: companies and persons that leads are about (product.md section 6)."""
