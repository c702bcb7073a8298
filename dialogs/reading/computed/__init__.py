"""Numbers that are computed from their parts: the formulas, their parts in one message or several, the result."""
