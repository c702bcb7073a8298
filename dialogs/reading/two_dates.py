"""Two dates in one message as the days between them. The dates are turned into a number here and go no further."""

import re
from datetime import date, timedelta
from functools import lru_cache

from dialogs.definition.facts import AgeFact, DaysBetweenFact
from dialogs.definition.wording import words
from dialogs.reading.dates import FoundDate, find_dates
from dialogs.reading.outcome import AskBackReading, Misread, Read, Reading
from dialogs.reading.replies import DAY_FIRST, MONTH_FIRST
from dialogs.rules.answers import Answer, Known

DatedFact = AgeFact | DaysBetweenFact


def read_dates(fact: DatedFact, text: str, today: date) -> Reading | None:
    """Reads `text`, in small letters, as two dates; None where it holds no date at all.

    Words beside the dates may say which is which; without them the first is the fact's `start`. A date that could be
    month-day-year, or words on the wrong side, are asked back with the days that they come to; words of another event,
    or two dates of one, without any.
    """
    found = find_dates(text)
    if not found:
        return None
    fault = next((each.fault for each in found if each.fault), "")
    if fault:
        return Misread(fault)
    if len(found) != 2:  # noqa: PLR2004 - two dates, no more and no fewer
        return AskBackReading("dates")
    beside = _split_around(text, found)
    labels, has_strange_words = _label_segments(fact, beside)
    is_one_event = _may_be_one_event(fact, labels, beside)
    are_both_named = "start" in labels and "end" in labels
    if not are_both_named and (has_strange_words or (is_one_event and isinstance(fact, DaysBetweenFact))):
        return AskBackReading("which_dates")
    order = _order_dates(labels, beside[1])
    orders = (order,) if order else ("start end", "end start")
    readings = {
        (each, first): _count_days(fact, found, each, today, month_first=first == MONTH_FIRST)
        for each in orders
        for first in _FIRST
    }
    known: dict[Answer, str] = {}
    for (_, first), reading in readings.items():
        if isinstance(reading, Known):
            known.setdefault(reading, first)
    if not known:
        return next(each for each in readings.values() if isinstance(each, Misread))
    is_certain = all(each.is_certain for each in found) and {each.only for each in found} != {"day", "month"}
    if order and not (is_one_event or has_strange_words) and (is_certain or len(set(readings.values())) == 1):
        return Read(next(iter(known)))
    return (
        AskBackReading("date_words", tuple(known))
        if is_certain
        else AskBackReading("date_order", tuple(known), tuple((each, "") for each in known.values()))
    )


def _order_dates(labels: str, between: str) -> str | None:
    """Returns which date is which; a name behind a comma belongs to the date that follows it."""
    order = _ORDERS.get(labels)
    if order or not between.lstrip(" )").startswith((",", ";")):
        return order
    return _ORDERS_BEHIND_COMMA.get(labels)


def list_names(fact: DatedFact) -> tuple[frozenset[str], frozenset[str]]:
    """Returns the words by which the fact's two days are named."""
    return _name_words((*fact.start.values(), *words(fact.start_words))), _name_words(
        (*fact.end.values(), *words(fact.end_words))
    )


def is_among(word: str, names: frozenset[str]) -> bool:
    """Whether `word` is one of `names`, or has their stem: 'diagnosed' for 'diagnosis', 'vaccinated' for 'vaccine'."""
    return word in names or any(
        len(word) >= _STEM and name.startswith(word[:_STEM]) for name in names if len(name) >= _STEM
    )


def _count_days(
    fact: DatedFact, found: list[FoundDate], order: str, today: date, *, month_first: bool
) -> Known | Misread:
    first, second = (each.month_first if month_first else each.day_first for each in found)
    if first is None or second is None:
        return Misread("date_invalid")
    start, end = (first, second) if order == "start end" else (second, first)
    if start - today > _CLOCKS_APART:
        return Misread("start_future")
    if isinstance(fact, AgeFact) and end - today > _CLOCKS_APART:
        return Misread("end_future")
    days = (end - start).days
    if days < 0 <= fact.range.min:
        return Misread("date_reversed")
    if not fact.range.min <= days <= fact.range.max:
        return Misread("range")
    clear_from = None if isinstance(fact, AgeFact) else fact.clear_from
    return Known(days, None if clear_from is None else start + timedelta(days=clear_from))


def _split_around(text: str, found: list[FoundDate]) -> tuple[str, str, str]:
    """Returns what stands before, between and behind the two dates."""
    first, second = found
    return text[: first.start], text[first.end : second.start], text[second.end :]


def _label_segments(fact: DatedFact, segments: tuple[str, str, str]) -> tuple[str, bool]:
    """Returns the labels of each segment, such as 'start|end|', and whether there are words beside that mean nothing here."""
    starts, ends = list_names(fact)
    labelled = [_label(segment, starts, ends) for segment in segments]
    return "|".join(label for label, _ in labelled), any(is_strange for _, is_strange in labelled)


def _label(segment: str, starts: frozenset[str], ends: frozenset[str]) -> tuple[str, bool]:
    only_starts, only_ends = starts - ends - _WHICH, ends - starts - _WHICH
    said: list[str] = []
    is_strange = False
    which = word = ""
    for word in _WORD.findall(segment):
        if word in _WHICH:
            which = word
            continue
        side = "start" if is_among(word, only_starts) else "end" if is_among(word, only_ends) else ""
        is_strange = is_strange or not (
            side or word in _JOINING or word in _ARTICLES or (word in starts and word in ends)
        )
        if side:
            is_strange = is_strange or (which != "" and which not in (starts if side == "start" else ends))
            said += [] if side in said else [side]
            which = ""
    return " ".join(said), is_strange or which != "" or (said != [] and word in _UNTIL)


def _may_be_one_event(fact: DatedFact, labels: str, segments: tuple[str, str, str]) -> bool:
    """Whether both dates may belong to one event: 'born between ... and ...', 'vaccinated ... and ...', 'planned from ... to ...'.

    With one event named, a comma keeps the other date apart: 'born ..., ...'; but what can happen twice may be named
    before both.
    """
    if "start" in labels and "end" in labels and " " not in labels:
        return False
    before, between = (set(_WORD.findall(segment)) for segment in segments[:2])
    if labels == "||":
        is_listed = (
            isinstance(fact, DaysBetweenFact) and not between.isdisjoint(_LISTING) and before.isdisjoint(_SPANNING)
        )
        return is_listed or "planned" in before or ("given" in before and "planned" not in between)
    if labels in _ORDERS_BEHIND_COMMA and _order_dates(labels, segments[1]):
        return False
    if not before.isdisjoint(_SPANNING) or " " in labels:
        return not before.isdisjoint(_SPANNING)
    return not (between <= _APART and (labels.startswith("||") or isinstance(fact, AgeFact)))


@lru_cache(maxsize=256)
def _name_words(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for name in names for word in _WORD.findall(name.casefold())) - _ARTICLES


_ORDERS = {
    "||": "start end", "start end||": "start end", "end start||": "end start",
    "start||": "start end", "start|end|": "start end", "|start|end": "start end", "||end": "start end",
    "end||": "end start", "end|start|": "end start", "|end|start": "end start", "||start": "end start",
}  # fmt: skip
"""Which date is which, by the labels before, between and behind. '|start|' and '|end|' are left out: they may belong to
either date."""
_ORDERS_BEHIND_COMMA = {"|end|": "start end", "|start|": "end start"}
_FIRST = (DAY_FIRST, MONTH_FIRST)

_JOINING = frozenset(
    {
        "to",
        "until",
        "till",
        "and",
        "from",
        "between",
        "on",
        "was",
        "is",
        "at",
        "then",
        "given",
        "planned",
        "->",
        "=>",
        *"→-,;:/.=()",
    },
)
_UNTIL = frozenset({"to", "until", "till"})
"""Behind a name they make its date an end: 'blinatumomab until ...' is not its first day."""
_SPANNING = frozenset({"between", "from"})
_LISTING = frozenset({"and", "&"})
"""Between two dates of days between events they may list two of the same event; of an age there is only one birth."""
_APART = frozenset(",;:.()")
_ARTICLES = frozenset({"the", "a", "an", "of", "date", "day"})
_WHICH = frozenset({"first", "last"})
"""Of several such events. They belong to the name that follows them: 'first birthday' is no birth, the 'last vaccine'
not the first."""
_WORD = re.compile(r"[^\W\d_]+|\d+|[-=]>|[^\w\s]|_")
_STEM = 5
_CLOCKS_APART = timedelta(days=1)
"""Somewhere it is tomorrow already."""
