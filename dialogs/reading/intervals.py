"""The two ends of what was typed as an interval: '8-12', 'more than 10', 'between 3 and 4 months'; a lone figure is both its ends."""

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
        return _one_end(_WORDS_BEFORE[match[1]], match[2])
    for pattern in _BOTH:
        if match := pattern.fullmatch(text):
            return Ends(match[1].strip(), match[2].strip())
    if match := _BEHIND.fullmatch(text):
        return _one_end(_WORDS_BEHIND[match[2]], match[1])
    return None


def rewrite_either(text: str) -> str:
    """Returns '7 or 8' as the interval '7 to 8'; empty where `text` is no such thing."""
    match = _EITHER.fullmatch(text)
    return f"{match[1]} to {match[2]}" if match else ""


def _one_end(side: str, phrase: str) -> Ends:
    return {
        "above": Ends(low=phrase, low_strict=True),
        "min": Ends(low=phrase),
        "below": Ends(high=phrase, high_strict=True),
        "max": Ends(high=phrase),
    }[side]


def _any_of(words: dict[str, str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_WORDS_BEFORE = {
    "more than": "above", "over": "above", "above": "above", "greater than": "above", "longer than": "above", "older than": "above",
    ">": "above", "at least": "min", "no less than": "min", "not less than": "min", ">=": "min", "≥": "min",
    "not yet": "below", "less than": "below", "fewer than": "below", "under": "below", "below": "below", "shorter than": "below",
    "younger than": "below", "<": "below", "at most": "max", "up to": "max", "no more than": "max", "not more than": "max",
    "not over": "max", "<=": "max", "≤": "max",
}  # fmt: skip
_WORDS_BEHIND = {
    "or more": "min", "or above": "min", "or older": "min", "or longer": "min", "and above": "min",
    "or less": "max", "or fewer": "max", "or below": "max", "or younger": "max", "or shorter": "max", "and below": "max",
}  # fmt: skip

_BOTH = (
    re.compile(r"between (.+?) and (.+)"),
    re.compile(r"from (.+?) (?:to|until) (.+)"),
    re.compile(r"(.+?) (?:to|until) (.+)"),
    re.compile(r"([^-]+)-([^-]+)"),
)
_BEFORE = re.compile(rf"({_any_of(_WORDS_BEFORE)}) ?([\d-].*)")
_BEHIND = re.compile(rf"(.+) ({_any_of(_WORDS_BEHIND)})")
_EITHER = re.compile(r"(\d[^,()=]*?) or (\d[^,()=]*)")
