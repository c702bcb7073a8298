"""The last doses of drugs: which were given, and how long before the end of the wait each was given last."""
