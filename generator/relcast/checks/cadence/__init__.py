"""RC6xx: how often a product releases."""
