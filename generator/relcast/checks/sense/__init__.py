"""RC3xx: what one record says does not fit together, or leaves its readers without what they need."""
