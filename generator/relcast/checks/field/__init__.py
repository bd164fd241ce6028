"""RC2xx: one value of a record is wrong, whatever else stands beside it."""
