"""Trials, people's answers and the dialogue: pure values and functions, no input or output, no clock, nothing of bot/ or storage/."""
