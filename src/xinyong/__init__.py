"""Public-credit infrastructure as code: registers, records, rule packs, standings."""
