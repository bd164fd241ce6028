"""The one door to YAML: text in, plain data and problems out; a place for every value on demand."""
