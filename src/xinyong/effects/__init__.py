"""What follows: measures, publication, and what a check of somebody answers."""
