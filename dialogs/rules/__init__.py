"""The rules of a trial: conditions over answers, compiled once, and what they say about criteria and determinations."""
