"""Sending: how messages of the outbox reach the people of a channel."""
