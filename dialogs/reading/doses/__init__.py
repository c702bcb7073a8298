"""Daily doses, per m², per kg or of the whole day: their parts, in one message or several, and what they come to."""
