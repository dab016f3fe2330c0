"""The rule language: SQL conditions over a closed vocabulary, parsed into an own tree that two readers share."""
