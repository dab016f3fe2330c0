"""One rule set, many engines: the same answers, counted in organisations per second of one core."""
