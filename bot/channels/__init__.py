"""Channels: the ways in which people speak with the bot."""
