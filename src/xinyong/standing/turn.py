"""One day of the system, pure: reserved, nothing here yet."""
