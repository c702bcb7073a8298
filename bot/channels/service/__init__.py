"""Service: one process that serves a channel, from its start to a graceful stop."""
