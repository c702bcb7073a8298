r"""Lines of text in a script: what stock Botium would read otherwise, without a word, is a fault here.

Botium drops a `?` or `!` before the first line of a text (and makes the block optional, or turns it round), so one
alone is refused and `??` or `!!` stands for the sign itself. It keeps blanks after a line, so there may be none. It
takes a text in brackets for data. It knows a word before a blank, never before a tab: tabs, and signs that cannot be
seen, are refused.
"""

import re

from dialogs.testing.scripts.format.blocks import make_fault
from dialogs.testing.scripts.format.botium_words import NEGATED, is_like_a_word

ODD = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
"""What no editor shows as it is; except for line ends."""


def describe_odd(sign: str) -> tuple[str, str]:
    """Returns what is wrong with a line that has such a sign, and the remedy."""
    if sign == "\t":
        return "a tab stands in this line", "write spaces"
    return f"an invisible sign (U+{ord(sign):04X}) stands in this line", "remove it"


def describe_fault(line: str, first: str, who: str) -> tuple[str, str] | None:
    """Returns what is wrong with a line of text and the remedy, or None; `first` is the line's first word."""
    if line[-1:].isspace():
        return "blanks stand at the end of this line", "remove them"
    if line[:1].isspace() and line.lstrip().startswith(("#me", "#bot")):
        return f"'{line.strip()[:40]}' begins no block behind blanks", "let it begin the line, or say otherwise"
    if who == "bot" and is_like_a_word(first):
        return f"'{first[:40]}' is no word", f"write BUTTONS, JSON_PATH or INCLUDE, or what must not be with {_NEGATED}"
    return None


def unescape(line: str, number: int, file: str) -> str:
    """Returns the first line of a text without the sign that stands for the `?` or `!` after it."""
    sign = line[:1]
    if sign not in {"?", "!"}:
        return line
    if not line.startswith(sign * 2):
        means, otherwise = _MEANINGS[sign]
        what = f"'{sign}' at the beginning means {means} in Botium"
        raise make_fault(file, number, what, f"write {otherwise}{sign * 2} for the sign itself")
    return line[1:]


def escape(text: str) -> str:
    """Returns a text with the sign before it that a `?` or `!` at its beginning needs."""
    return text[:1] + text if text[:1] in {"?", "!"} else text


def is_like_json(text: str) -> bool:
    """Whether Botium might take a text for data rather than for words."""
    text = text.strip()
    return text[:1] in {"{", "["} and text[-1:] in {"}", "]"} and '"' in text


_NEGATED = ", ".join(f"!{name}" for name in NEGATED)
_MEANINGS = {"?": ("optional", ""), "!": ("the opposite", "!TEXT_CONTAINS_ANY for what must not be said, or ")}
