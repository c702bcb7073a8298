"""The serving device: its parts put together, started and ended."""
