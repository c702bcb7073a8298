"""The testers' half: scripts, coverage and changes of a trial."""
