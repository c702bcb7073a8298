"""Trial definitions: the YAML format, its schema, the loader with its faults, the digest, and lint."""
