"""Limits beside a statement: one place, a time shorter than the one asked for, 'no further', a share of the cells."""

import re

from dialogs.definition.facts import OptionFact
from dialogs.definition.wording import words
from dialogs.notes.cue_index import CueRole, get_cue_index
from dialogs.notes.regions import takes_times
from dialogs.notes.second_patterns import PLACE
from dialogs.notes.surroundings import Surroundings


def is_limited(around: Surroundings, fact: OptionFact) -> bool:
    """Whether a denial holds only for one place, for a part of the time that is asked for, or for more of the same."""
    note, found = around.note, around.found
    said = [note.tokens[i].word for i in range(around.first, around.last)]
    if not _DENYING & {*said}:
        return False
    if takes_times(fact) and (
        PLACE.search(note.plain, *_get_place(around))
        or any(PLACE.fullmatch(_say(around, each.first, each.last)) for each in around.iterate_beside())
    ):
        return True
    if fact.times is None:
        return False
    own = note.clauses[around.at]
    first, last = min(own.first, found.first), found.last
    more = (i for i in range(first + 1, last) if note.tokens[i].word in _MORE)
    if fact.mentions is None and any(
        _DENYING & {note.tokens[j].word for j in range(max(first, i - 2), i)} for i in more
    ):
        return True
    beside = [each for each in around.iterate_beside() if _LIMIT.fullmatch(_say(around, each.first, each.last))]
    places = [(around.first, around.last), *((each.first, each.last) for each in beside)]
    return any(_holds_limit(around, *place, fact) for place in places)


def _holds_limit(around: Surroundings, first: int, last: int, fact: OptionFact) -> bool:
    """Whether some tokens hold a time that is neither the one asked for nor longer."""
    note = around.note
    start = note.tokens[first].start
    text = note.plain[start : note.tokens[last - 1].end]
    marks = [each for each in note.list_marks(first, last, CueRole.TIME) if each.fact == around.found.fact]
    asked = [(note.tokens[each.first].start - start, note.tokens[each.last - 1].end - start) for each in marks]
    return any(
        not any(begin < limit.end() and limit.start() < end and _is_counted(text[begin:end]) for begin, end in asked)
        and not _is_longer(limit, fact)
        for limit in _LIMIT.finditer(text)
    )


def _is_counted(time: str) -> bool:
    """Whether a time that is asked for is a count of days, and no mere 'before diagnosis'."""
    return re.search(r"\d|four|days|weeks", time) is not None


def _is_longer(limit: re.Match[str], fact: OptionFact) -> bool:
    """Whether a limit counts as many days as the longest time that is asked for, or more."""
    asked = (
        [int(each) for word in words(fact.times.asked) for each in re.findall(r"(\d+) days", word)]
        if fact.times
        else []
    )
    count, unit = limit["count"] or limit["number"], limit["unit"] or limit["counted"]
    if not asked or not unit:
        return False
    number = int(count) if count and count.isdecimal() else _NUMBERS.get((count or "one").casefold(), 1)
    return number * _DAYS[unit[0].casefold()] >= max(asked) and not limit["this"]


def is_partial(around: Surroundings) -> bool:
    """Whether a share of the cells follows what they show, and is not nearly all of them: 'CD19 pos. 15%'."""
    note, found = around.note, around.found
    if _SHOWN.isdisjoint(get_cue_index(note.trial).tokens[found.fact]):
        return False
    share = _SHARE.match(note.plain, note.tokens[found.last - 1].end) or _SHARE_WITHIN.search(
        note.plain, note.tokens[found.first].start, note.tokens[found.last - 1].end
    )
    return share is not None and float(share[1].replace(",", ".")) < _NEARLY_ALL


def _get_place(around: Surroundings) -> tuple[int, int]:
    return around.note.tokens[around.first].start, around.note.tokens[around.last - 1].end


def _say(around: Surroundings, first: int, last: int) -> str:
    return around.note.say(first, last).strip(" ()")


_DENYING = frozenset({
    "no", "not", "none", "nil", "denies", "denied", "deny", "without", "never", "neither", "nor", "free", "zero",
    "naive", "nothing", "negative",
})  # fmt: skip
_MORE = frozenset({
    "further", "other", "more", "additional", "new", "extra", "subsequent", "repeat", "repeated", "another", "second",
    "else", "additionally", "renewed", "later", "continuing", "ongoing", "current", "concurrent", "concomitant",
})  # fmt: skip
"""What makes a denial one of more of the same, or of others."""
_NUMBERS = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "ten": 10,
    "few": 2,
    "couple": 2,
}
_DAYS = {"d": 1, "w": 7, "f": 14, "m": 28, "y": 365, "h": 0}
_NUMBER = r"\d+|two|three|four|five|six|seven|eight|ten|few|couple"
_UNIT = r"hours?|days?|d|weeks?|wks?|wk|fortnights?|months?|mths?|years?"
_LIMIT = re.compile(
    rf"(?:(?:in|for|during|over|within|since|of)\s+)?(?:the\s+)?(?:(?P<this>this|current|present|same|these)"
    rf"|last|past|previous|preceding|recent|prior)\s+(?:(?P<count>{_NUMBER})\s+)?(?P<unit>{_UNIT})\b"
    rf"|\b(?:in|for|during|over|within|since)\s+(?:the\s+|a\s+)?(?:(?P<number>{_NUMBER})\s+)?(?P<counted>{_UNIT})\b"
    r"|\b(?:at (?:the )?(?:present|moment)|presently|currently|right now|recently|lately|yesterday|to ?day|as of now"
    r"|for now|for the time being|on admission|at admission|at presentation|since \w+|in recent \w+|overnight"
    r"|(?:this|last) (?:spring|summer|autumn|winter|monday|tuesday|wednesday|thursday|friday|saturday|sunday))\b",
    re.IGNORECASE,
)
"""A limit of time, with its count and unit where it has them."""
_SHOWN = frozenset({"expressed", "expression"})
_SHARE = re.compile(
    r"[\s.,;:(\-]{0,4}(?:(?:only|in|on|of|about|approx\.?|ca\.?|at"
    r"|by)\s+)*[<~]?\s?(\d{1,3}(?:[.,]\d+)?)\s?%(?!\s?(?:blast|leuk|of (?:the )?(?:marrow|bone|bm)))",
    re.IGNORECASE,
)
_SHARE_WITHIN = re.compile(r"(\d{1,3}(?:[.,]\d+)?)\s?%")
_NEARLY_ALL = 80
"""Per cent of the cells. What fewer of them show is partial."""
