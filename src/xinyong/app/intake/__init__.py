"""Intake: from an authority's file to entries; a row is entered, corrected, repeated, refused, held, or a person's."""
