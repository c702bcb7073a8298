"""Which scripts are played: what is named and what lies beneath it, with what they share, and the trial of each."""
