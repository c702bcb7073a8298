"""The serving bot: its parts put together, started and ended."""
