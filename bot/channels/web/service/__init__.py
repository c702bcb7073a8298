"""The serving page: its parts put together, started and ended."""
