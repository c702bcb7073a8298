"""Phrases that answer a question with options: cut into segments, each of which must be accounted for."""
