"""RC7xx: translations, languages, scripts and their signs."""
