"""Who exists: subjects, organisations through time, offices and actors, names and their matching."""
