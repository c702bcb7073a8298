"""Channels, commands and settings: the only room that meets both the dialogue and what is kept."""
