"""RC1xx: a file can't be read as YAML, or YAML would lose text of it. Found while reading, explained here."""
