"""Playing a script through a layer: what is done and said, and whether it is what is expected."""
