"""The words of abuse scripts: what is done to the dialogue before something is said.

Only files that end in `.abuse.txt` have them.
"""

import re
from datetime import UTC, datetime

from dialogs.testing.scripts.blocks import AbuseWord, make_fault

SUFFIX = ".abuse.txt"

WORDS = {
    "restart": "!restart",
    "repeat": "!repeat",
    "stale": "!stale 2",
    "clock": "!clock 2026-12-01",
    "other-device": "!other-device",
    "drop-network": "!drop-network",
}
"""Every word, with an example."""

ALL = ", ".join(f"!{name}" for name in WORDS)


def read_word(line: str, number: int, file: str) -> AbuseWord:
    """Returns the word in a line that begins with `!`.

    Raises `ScriptError` for one that is none, or in a file that may have none.
    """
    name, _, rest = line.removeprefix("!").partition(" ")
    if name not in WORDS:
        raise make_fault(
            file,
            number,
            f"'{line[:40]}' is no word",
            f"write one of {ALL}, or !! for what begins with an exclamation mark",
        )
    if not file.endswith(SUFFIX):
        raise make_fault(file, number, f"!{name} is a word of abuse scripts", f"let the file's name end in {SUFFIX}")
    read = _WITH_VALUE.get(name, _read_nothing)
    word = read(number, name, rest.strip())
    if word is None:
        raise make_fault(file, number, f"'{line[:60]}' cannot be read", f"write {WORDS[name]}")
    return word


def format_word(word: AbuseWord) -> str:
    """Returns the line of a word."""
    value = word.value.isoformat() if isinstance(word.value, datetime) else word.value
    return f"!{word.name}" + ("" if value is None else f" {value}") + (f"|{word.label}" if word.label else "")


def _read_nothing(number: int, name: str, rest: str) -> AbuseWord | None:
    return None if rest else AbuseWord(number, name)


def _read_stale(number: int, name: str, rest: str) -> AbuseWord | None:
    found = _STALE.fullmatch(rest)
    return None if found is None else AbuseWord(number, name, int(found[1]), found[2] or "")


def _read_clock(number: int, name: str, rest: str) -> AbuseWord | None:
    try:
        moment = datetime.fromisoformat(rest)
        return AbuseWord(number, name, moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC))
    except (ValueError, OverflowError):
        return None


_STALE = re.compile(r"([1-9][0-9]{0,3})(?:\|\s*(\S.*))?")
_WITH_VALUE = {"stale": _read_stale, "clock": _read_clock}
