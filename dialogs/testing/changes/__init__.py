"""What a change of a trial's definition alters: verdicts, criteria, dialogues, words.

Each with the shortest example.
"""
