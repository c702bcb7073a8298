"""A store is found, examined and opened."""
