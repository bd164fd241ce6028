"""A vendor's products and releases, ordered once, and the facts that follow from them."""
