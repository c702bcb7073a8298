"""Layers below which a script is played: storage, and the whole Telegram bot."""
