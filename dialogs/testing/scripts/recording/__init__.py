"""Recordings: the script that leads to where a screening stands."""
