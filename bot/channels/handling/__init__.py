"""Handling: what one event does in its unit of work, whichever channel brought it."""
