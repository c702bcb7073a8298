"""Trials, people's answers and the dialogue: pure values and functions.

There is no input or output here, no clock, and nothing of bot/ or storage/.
"""
