"""A screening and an event become a turn; what people read is made here."""
