"""What can be asked of a society: simulations over subjects who do not exist."""
