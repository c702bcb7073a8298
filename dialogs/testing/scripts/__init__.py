"""Scripted dialogues: one text format for tests, records and demos, read strictly and replayed against the core."""
