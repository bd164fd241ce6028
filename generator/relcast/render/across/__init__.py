"""Pages over all products: what each product has to say there, and the pages that come of it."""
