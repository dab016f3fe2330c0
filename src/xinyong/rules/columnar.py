"""Packs as SQL text, for everybody at once: reserved, nothing here yet."""
