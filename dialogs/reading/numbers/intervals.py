"""The two ends of what was typed as an interval: '8-12', 'more than 10', 'between 3 and 4 months'.

A lone figure is both of its ends.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ends:
    """The phrases at both ends, in small letters; an empty one is open. A strict end is beyond its phrase."""

    low: str = ""
    high: str = ""
    low_strict: bool = False
    high_strict: bool = False

    @property
    def phrases(self) -> tuple[str, ...]:
        """The phrases that were given, the lower first; a lone figure is given once."""
        return tuple(dict.fromkeys(each for each in (self.low, self.high) if each))


def make_single(phrase: str) -> Ends:
    """Returns a lone figure as an interval from itself to itself."""
    return Ends(phrase, phrase)


def read_ends(text: str) -> Ends | None:
    """Returns the ends of an interval typed in small letters, or None where `text` has not the shape of one."""
    if match := _BEFORE.fullmatch(text):
        return _make_one_end(_WORDS_BEFORE[match[1]], match[2])
    for pattern in _BOTH:
        if match := pattern.fullmatch(text):
            return Ends(match[1].strip(), match[2].strip())
    if match := _BEHIND.fullmatch(text):
        return _make_one_end(_WORDS_BEHIND[match[2]], match[1])
    return None


def write_ends(ends: Ends) -> str:
    """Returns the ends of an interval as `read_ends` reads them, such as '8 to 10' or 'less than 12'."""
    if ends.low and ends.high:
        return ends.low if ends.low == ends.high else f"{ends.low} to {ends.high}"
    if ends.low:
        return f"{'more than' if ends.low_strict else 'at least'} {ends.low}"
    return f"{'less than' if ends.high_strict else 'at most'} {ends.high}"


def rewrite_either(text: str) -> str:
    """Returns '7 or 8' as the interval '7 to 8'; empty where `text` is no such thing."""
    match = _EITHER.fullmatch(text)
    return f"{match[1]} to {match[2]}" if match else ""


def _make_one_end(side: str, phrase: str) -> Ends:
    return {
        "above": Ends(low=phrase, low_strict=True),
        "min": Ends(low=phrase),
        "below": Ends(high=phrase, high_strict=True),
        "max": Ends(high=phrase),
    }[side]


def _join_alternatives(words: dict[str, str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_SIDES_BEFORE = {
    "above": ("more than", "over", "above", "greater than", "longer than", "older than", ">"),
    "min": ("at least", "no less than", "not less than", ">=", "≥"),
    "below": ("not yet", "less than", "fewer than", "under", "below", "shorter than", "younger than", "<"),
    "max": ("at most", "up to", "no more than", "not more than", "not over", "<=", "≤"),
}
_SIDES_BEHIND = {
    "min": ("or more", "or above", "or older", "or longer", "and above"),
    "max": ("or less", "or fewer", "or below", "or younger", "or shorter", "and below"),
}
_WORDS_BEFORE = {word: side for side, words in _SIDES_BEFORE.items() for word in words}
_WORDS_BEHIND = {word: side for side, words in _SIDES_BEHIND.items() for word in words}

_BOTH = (
    re.compile(r"between (.+?) and (.+)"),
    re.compile(r"from (.+?) (?:to|until) (.+)"),
    re.compile(r"(.+?) (?:to|until) (.+)"),
    re.compile(r"([^-]+)-([^-]+)"),
)
_BEFORE = re.compile(rf"({_join_alternatives(_WORDS_BEFORE)}) ?([\d-].*)")
_BEHIND = re.compile(rf"(.+) ({_join_alternatives(_WORDS_BEHIND)})")
_EITHER = re.compile(r"(\d[^,()=]*?) or (\d[^,()=]*)")
