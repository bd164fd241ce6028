"""Rules: one module each, found by walking this package.

A rule has a docstring (what is wrong, why it matters, a bad record and a good one), `CODE`, `NAME`, and one of
`check_release(entry, history)` or `check_product(history)`; each yields problems that carry the record's path below the
records' folder and `where` in it. Lines and columns are looked up afterwards, for files that have problems.
"""
