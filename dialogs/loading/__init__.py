"""Definitions are read, checked and compiled."""
