"""The text of a note as its reading looks at it: plain characters in the same places, and tokens with their places."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from dialogs.reading.word_readings import TOKEN

NoteSpan = tuple[int, int]
"""Where something begins in a text, and where it ends."""


class NoteToken(NamedTuple):
    """A word, a number or a sign of a note in small letters, with its place in the text."""

    word: str
    start: int
    end: int


def make_plain(text: str) -> str:
    """Returns `text` with one kind of dash, quote and space; every character stays in its place."""
    return text if text.isascii() else text.translate(_PLAINER)


def split_note(text: str) -> list[NoteToken]:
    """Returns the tokens of a plain text, as phrases are split."""
    return [NoteToken(found[0].casefold(), found.start(), found.end()) for found in TOKEN.finditer(text)]


def find_tokens(tokens: Sequence[NoteToken], start: int, end: int) -> list[tuple[int, int]]:
    """Returns the first token within a place of the text, and the one behind the last, if there are any."""
    first, last = bisect_left(tokens, start, key=_get_start), bisect_right(tokens, end, key=_get_end)
    return [(first, last)] if first < last else []


def mask(text: str, spans: list[NoteSpan]) -> str:
    """Returns `text` with a sign in place of every character of the spans; it parts clauses and is no word."""
    for start, end in spans:
        text = f"{text[:start]}{HIDDEN * (end - start)}{text[end:]}"
    return text


HIDDEN = "\ue7ff"
"""Stands for a character of an identifier. Where it is typed it stands for nothing that can be read."""
_PLAINER = {
    **{ord(each): "-" for each in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"},
    **{ord(each): "'" for each in "\u2018\u2019\u201b\u2032\u02bc"},
    **{ord(each): '"' for each in "\u201c\u201d\u201e\u00ab\u00bb"},
    **{ord(each): " " for each in "\t\u00a0\u2007\u2009\u202f"},
    **{ord(each): "\n" for each in "\r\u2028\u2029\x0b\x0c\x85"},
    **{0xFF01 + i: chr(0x21 + i) for i in range(0x5E)},
    **dict(zip(map(ord, "\u066b\u066c\u060c\u061b"), ".,,;", strict=True)),
}
_get_start, _get_end = attrgetter("start"), attrgetter("end")
