"""Daily doses per body surface: the parts of a dose in one message or several, and what they come to."""
