"""Which room is whose, and whether anything may be said there."""
