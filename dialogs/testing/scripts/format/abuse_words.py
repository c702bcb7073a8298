"""The words of abuse scripts (`.abuse.txt`): what is done to the dialogue before something is said.

A `#me` may begin with such words, one a line. They are done in their order. Then the text below them is said, if any.

- `!restart`: The program ends in good order and starts again. It says nothing by itself.
- `!repeat`: The last event happens again at once, as by a double tap, or by a text that is sent twice.
- `!stale 3`: A tap on the first button under question 3, as it was when it was shown. The first question is 1.
  Ask-backs, menus, the review and the result are counted too.
- `!stale 3|No`: The same tap, on the button "No".
- `!clock 2026-12-01T08:30`: The clock moves there, and what is done next is done then. The time is UTC, and midnight
  where it is left out. The clock never goes back.
- `!other-device`: The text is said on a device that still shows what stood there before the last turn. A tap is on a
  button of that. A typed text was sent just before the last turn.
- `!drop-network`: The network drops around the next event. It arrives twice, and its first answer is lost. The person
  notices nothing.
"""

import re
from datetime import UTC, datetime

from dialogs.testing.scripts.format.blocks import AbuseWord, make_fault
from dialogs.testing.scripts.format.botium_words import NEGATED

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
    if name in NEGATED:
        remedy = "write it under the #bot of which it is expected"
        raise make_fault(file, number, f"!{name} has no place under #me", remedy)
    if name not in WORDS:
        remedy = "write !! for what begins with an exclamation mark"
        remedy = f"write one of {ALL}, or {remedy.removeprefix('write ')}" if file.endswith(SUFFIX) else remedy
        raise make_fault(file, number, f"'{line[:40]}' is no word", remedy)
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
