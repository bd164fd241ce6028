"""The words of the house: vendor, product, release, change, notice, text, version, range."""
