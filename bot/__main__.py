"""`python -m bot` is the command `trialscreen`."""

from bot.cli.app import main

main()
