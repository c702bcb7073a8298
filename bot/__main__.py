"""`python -m bot` is the command `trialscreen`."""

from bot.cli import main

main()
