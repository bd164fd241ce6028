"""RC5xx: what marketplaces' consoles are told about themselves, in profiles and listings."""
