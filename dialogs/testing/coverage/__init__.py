"""Coverage of a trial's dialogue, not of its code: what can be reached, what scripts have reached, and scripts that reach all of it."""
