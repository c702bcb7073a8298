"""Reads a note about a patient: what it says of each fact, what is doubtful, and what it says of others."""
