"""How messages of the outbox reach Telegram."""
