"""How messages of the outbox reach Matrix."""
