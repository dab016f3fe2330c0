"""Packs as SQL text, for everybody at once: a row pass from records to hits, a subject pass from hits to ratings."""
