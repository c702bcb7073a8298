"""Handling events, and writing at once all that they come to."""
