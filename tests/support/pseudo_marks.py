"""Marks of the pseudo-language: an invisible sign behind each letter says where a text comes from.

Letters stay what they are, so case, sorting and cutting work as ever. What no sign follows was said by neither source.
"""

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

PHRASE, DEFINITION = "\ufe00", "\ufe01"
"""The signs behind the letters of a phrase, and of a definition's text: selectors of variants, which draw nothing."""

STOP = "\ufe02"
"""The sign of a definition's last full stop stands before it: a verdict loses that where it ends a sentence."""


@cache
def mark(text: str, sign: str) -> str:
    """Returns a text with a sign behind each letter that has none; gaps like {this} stay as they are."""
    parts = _GAP.split(text)
    signed = "".join(part if _GAP.fullmatch(part) else _UNSIGNED.sub(rf"\g<0>{sign}", part) for part in parts)
    return f"{signed[:-2]}{STOP}." if sign == DEFINITION and signed.endswith(f".{sign}") else signed


def mark_all(value: Any, sign: str) -> Any:
    """Returns a text, or the texts of a table, marked; keys, and what holds no text, stay as they are."""
    if isinstance(value, str):
        return mark(value, sign)
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return tuple(mark_all(each, sign) for each in value)
    return {key: mark_all(each, sign) for key, each in value.items()} if isinstance(value, dict) else value


def unmark(text: str) -> str:
    """Returns a text as people read it."""
    return _SIGN.sub("", text)


def rejoin(lines: Iterable[str]) -> str:
    """Returns lines as one, where a long word may have been cut anywhere, even between a letter and its sign."""
    return re.sub(f" (?={_SIGN.pattern})", "", " ".join(lines))


def find_unmarked(line: str, is_value: Callable[[str], bool]) -> list[str]:
    """Returns the pieces of a line that come from neither source and are no values."""
    rest = _SIGN.sub("", _SIGNED.sub("\n", line))
    return [piece for piece in rest.split() if not is_value(piece)]


_GAP = re.compile(r"(\{[^{}]*\})")
_SIGN = re.compile(f"[{PHRASE}{DEFINITION}{STOP}]")
_SIGNED = re.compile(rf"{STOP}\.|\S[{PHRASE}{DEFINITION}]")
_UNSIGNED = re.compile(rf"(?<!{STOP})[^\s{PHRASE}{DEFINITION}{STOP}](?![{PHRASE}{DEFINITION}])")
