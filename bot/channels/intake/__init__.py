"""Intake: events are taken once, in order within their chat, and not more than a person may say in a while."""
