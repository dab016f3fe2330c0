"""Packs walked for one subject, with reasons: reserved, nothing here yet."""
