"""JSON Schemas of record files, for editors that complete and check while one types."""
