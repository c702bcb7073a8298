"""The format of scripts, which is Botium's: how files are read and put together, and how lines are written."""
