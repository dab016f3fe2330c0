"""What is due: cases as folds of their events, one table of transitions."""
