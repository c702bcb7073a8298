"""Commands as people can type them here: with an exclamation mark, since many apps keep those with a slash."""

import re


def show_commands(text: str) -> str:
    """Returns a text that names `/start`, `/new`, `/invite` or `/log` as `!start` and so on.

    Element takes what begins with a slash for a command of its own, and asks whether it was meant as a message. All
    other commands of a chat are words, and need no sign.
    """
    return _COMMAND.sub(r"!\1", text)


_COMMAND = re.compile(r"(?<![\w/.:-])/(start|new|invite|log)(?![\w/-])")
