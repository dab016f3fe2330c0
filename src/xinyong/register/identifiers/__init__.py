"""Identifiers, one scheme a module: each parses, checks and writes the codes of its own scheme and no other."""
