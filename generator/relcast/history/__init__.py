"""What git knows of the records. The only room that knows git."""
