"""All of it, for one subject at one day, with its reasons and its next change."""
