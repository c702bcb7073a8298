"""Passkeys: challenges, what a browser is asked for, what it brings, and who comes in by it."""
