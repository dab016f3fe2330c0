"""The register: who a subject is: identifiers, classes, names and organisations through time. Organisations only."""
