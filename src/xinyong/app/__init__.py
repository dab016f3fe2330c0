"""What can be asked of the registry: commands and queries, each a use case."""
