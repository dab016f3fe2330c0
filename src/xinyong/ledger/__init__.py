"""What was recorded: closed, frozen entries, their encoding and fold, and the two ports store and columns."""
