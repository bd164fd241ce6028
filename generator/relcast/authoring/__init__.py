"""Everything that writes records and what they stand in, for people who start or continue a changelog."""
