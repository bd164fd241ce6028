"""Other formats in: read with places, mapped to records, and everything that has no place in a record reported."""
