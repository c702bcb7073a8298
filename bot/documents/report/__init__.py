"""The report of a screening: one value, told as text, as a page and as a file."""
