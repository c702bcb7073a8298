"""Encrypted chats of two over Matrix: what only they have."""
