"""Coverage of a trial's dialogue, not of its code: what can be reached, what scripts reach, and scripts that do."""
