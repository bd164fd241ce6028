"""RC4xx: records and files of a product contradict each other, or point to nothing."""
