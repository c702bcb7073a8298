"""Numbers as people type them: in words or figures, alone or as an interval, and what they come to."""
