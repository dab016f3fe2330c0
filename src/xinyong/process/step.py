"""One step of a case: reserved, nothing here yet."""
