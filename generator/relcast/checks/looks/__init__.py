"""RC8xx: a vendor's own pieces of pages."""
