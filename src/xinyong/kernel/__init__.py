"""The kernel: days, truth, citations, money, numbers and faults, on the standard library alone."""
