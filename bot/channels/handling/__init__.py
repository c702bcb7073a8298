"""Handling: events are taken once, in order within their chat; what each does in its unit of work."""
