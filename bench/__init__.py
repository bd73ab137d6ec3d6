"""Measures LeadX against its marks; the figures in documents come from here. Run `make bench`."""
