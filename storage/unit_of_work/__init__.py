"""One event is handled, and all that it comes to is written at once."""
