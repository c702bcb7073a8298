"""The commands of a dialogue: what people type, with or without a slash, and what it means."""

from enum import Enum

from dialogs.reading.cleaning import clean


class Command(Enum):
    """What a person can ask for at any moment."""

    WHY = "why"
    BACK = "back"
    CHANGE = "change"
    STATUS = "status"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    START_OVER = "start over"
    RESULT = "result"
    EVERY_CRITERION = "every criterion"
    TRIAL = "trial"
    CRITERIA = "criteria"
    PLAIN = "plain"
    PATHWAY = "pathway"
    HOSPITALS = "hospitals"
    SUPPORT = "support"
    REPORT = "report"
    HELP = "help"
    PRIVACY = "privacy"


def parse_command(text: str) -> tuple[Command, str] | None:
    """Returns the command that `text` is and the words after it, or None.

    After a slash the first word is the command.
    """
    plain = text if text.isascii() else clean(text)
    words = " ".join(plain.casefold().strip(_AROUND).replace("_", " ").split()) if isinstance(plain, str) else ""
    if words.startswith("/"):
        words = words[1:].strip()
        first, _, rest = words.partition(" ")
        first = first.rstrip(_AROUND)
        if words not in _WORDS and first in _WORDS:
            return _WORDS[first], rest.strip(_AROUND)
    elif words.startswith("change "):
        return Command.CHANGE, words.removeprefix("change ").strip(_AROUND)
    return (_WORDS[words], "") if words in _WORDS else None


_AROUND = " .,:;!?\"'\n"
"""Marks that change nothing around a command."""

_WORDS = {each.value: each for each in Command} | {
    "why do you ask": Command.WHY,
    "go back": Command.BACK,
    "previous": Command.BACK,
    "edit": Command.CHANGE,
    "change an answer": Command.CHANGE,
    "where am i": Command.STATUS,
    "where do i stand": Command.STATUS,
    "continue": Command.RESUME,
    "cancel": Command.STOP,
    "quit": Command.STOP,
    "exit": Command.STOP,
    "restart": Command.START_OVER,
    "new": Command.START_OVER,
    "about": Command.TRIAL,
    "plain words": Command.PLAIN,
    "families": Command.PLAIN,
    "start": Command.RESUME,
    "verdict": Command.RESULT,
    "details": Command.EVERY_CRITERION,
}
