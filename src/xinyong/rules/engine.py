"""The two calls of the engine, rows and advance: reserved, nothing here yet."""
