"""What arrives: the door, mappings and the one table of checks."""
