"""The labels of two dates: which of a fact's two days the words before, between and behind them name."""

import re
from functools import lru_cache

from dialogs.definition.facts import AgeFact, DaysBetweenFact, MonthsBetweenFact
from dialogs.definition.wording import words

DatedFact = AgeFact | DaysBetweenFact | MonthsBetweenFact


def order_dates(labels: str, between: str) -> str | None:
    """Returns which date is which; a name behind a comma belongs to the date that follows it."""
    order = _ORDERS.get(labels)
    if order or not between.lstrip(" )").startswith((",", ";")):
        return order
    return _ORDERS_BEHIND_COMMA.get(labels)


def list_names(fact: DatedFact) -> tuple[frozenset[str], frozenset[str]]:
    """Returns the words by which the fact's two days are named."""
    starts = (*fact.start.values(), *words(fact.start_words))
    ends = (*fact.end.values(), *words(fact.end_words))
    return _split_names(starts), _split_names(ends)


def is_among(word: str, names: frozenset[str]) -> bool:
    """Whether `word` is one of `names`, or has their stem: 'diagnosed' for 'diagnosis', 'vaccinated' for 'vaccine'."""
    stem = word[:_STEM]
    return word in names or (len(stem) == _STEM and any(name.startswith(stem) for name in names))


def label_segments(fact: DatedFact, segments: tuple[str, str, str]) -> tuple[str, bool]:
    """Returns the labels of each segment, such as 'start|end|', and whether there are words that mean nothing here."""
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
        is_known = side or word in _JOINING or word in _ARTICLES or (word in starts and word in ends)
        is_strange = is_strange or not is_known
        if side:
            is_strange = is_strange or (which != "" and which not in (starts if side == "start" else ends))
            said += [] if side in said else [side]
            which = ""
    return " ".join(said), is_strange or which != "" or (said != [] and word in _UNTIL)


def may_be_one_event(fact: DatedFact, labels: str, segments: tuple[str, str, str]) -> bool:
    """Whether both dates may belong to one event: 'born between ... and ...', 'planned from ... to ...'.

    With one event named, a comma sets the other date apart: 'born ..., ...'. What can happen twice may be named before
    both.
    """
    if "start" in labels and "end" in labels and " " not in labels:
        return False
    before, between = (set(_WORD.findall(segment)) for segment in segments[:2])
    if labels == "||":
        is_list = not between.isdisjoint(_LISTING) and before.isdisjoint(_SPANNING)
        is_listed = not isinstance(fact, AgeFact) and is_list
        return is_listed or "planned" in before or ("given" in before and "planned" not in between)
    if labels in _ORDERS_BEHIND_COMMA and order_dates(labels, segments[1]):
        return False
    if not before.isdisjoint(_SPANNING) or " " in labels:
        return not before.isdisjoint(_SPANNING)
    return not (between <= _APART and (labels.startswith("||") or isinstance(fact, AgeFact)))


@lru_cache(maxsize=256)
def _split_names(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for name in names for word in _WORD.findall(name.casefold())) - _ARTICLES


_ORDERS = {
    "||": "start end", "start end||": "start end", "end start||": "end start",
    "start||": "start end", "start|end|": "start end", "|start|end": "start end", "||end": "start end",
    "end||": "end start", "end|start|": "end start", "|end|start": "end start", "||start": "end start",
}  # fmt: skip
"""Which date is which, by the labels before, between and behind. '|start|' and '|end|' are left out: they may belong to
either date."""
_ORDERS_BEHIND_COMMA = {"|end|": "start end", "|start|": "end start"}
_JOINING = frozenset({
    "to", "until", "till", "and", "from", "between", "on", "was", "is", "at", "then", "given", "planned", "->", "=>",
    *"→-,;:/.=()",
})  # fmt: skip
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
