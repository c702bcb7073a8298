"""How notes name the trial that is asked about, and other trials."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from dialogs.loading.compiled_trial import Trial


def iterate_trial_names(trial: Trial, plain: str) -> Iterator[re.Match[str]]:
    """Yields the words of a note that name the trial itself: 'for this trial', 'to the study'."""
    name, whole = _compile_trial_names(trial.definition.about.acronym)
    if name.search(plain):
        yield from whole.finditer(plain)


@lru_cache(maxsize=64)
def _compile_trial_names(acronym: str | None) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Returns the patterns of what the trial is called, and of the same with the words that lead to it."""
    own = re.escape(acronym or "").replace("\\-", "[ -]?") or "(?!)"
    return re.compile(rf"{own}|trial|study|protocol", re.IGNORECASE), re.compile(
        rf"\b(?:(?:for|to|into|in|on|of|with)\s+)?(?:(?:the|this|our)\s+)?(?:(?:participation|enrolment|enrollment|entry)\s+"
        rf"(?:in|into|to)\s+)?(?:(?:the|this|our)\s+)?(?<!other )(?<!previous )(?<!different )"
        rf"(?:{own}|(?:{_NEW})?(?:trial|study|protocol))(?:\s+(?:participation|enrolment|enrollment|entry))?\b",
        re.IGNORECASE,
    )


def find_elsewhere(trial: Trial, plain: str, places: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Returns which of the places of a note, by their numbers, name another trial than `trial`."""
    others = _compile_others(trial.definition.about.acronym)
    if not others.search(plain):
        return frozenset()
    own = {_simplify(trial.definition.about.acronym), _simplify(trial.definition.source.registry_number)}
    return frozenset(
        i
        for i, place in enumerate(places)
        if any(_simplify(each[0]) not in own for each in others.finditer(plain, *place))
    )


def names_trial_itself(trial: Trial, plain: str, place: tuple[int, int]) -> bool:
    """Returns whether a place of a note names `trial` by its short name or its number."""
    own = filter(None, (_simplify(trial.definition.about.acronym), _simplify(trial.definition.source.registry_number)))
    return any(each in _simplify(plain[slice(*place)]) for each in own)


@lru_cache(maxsize=64)
def _compile_others(acronym: str | None) -> re.Pattern[str]:
    """Returns the pattern of other trials: those with the same stem and another number, and known groups of trials."""
    stem = re.escape(re.sub(r"[\W\d]+$", "", acronym or "")) or "(?!)"
    return re.compile(rf"\b{stem}[ -]?\d+|{_TRIALS}", re.IGNORECASE)


def _simplify(name: str | None) -> str:
    return re.sub(r"\W", "", name or "").casefold()


_NEW = r"new\s+(?:(?!(?:and|at|by|for|from|in|into|is|on|the|this|to|was|with)\b)[\w-]+\s+){1,3}"
"""What a trial is called that is new itself: 'the new B-ALL trial'. It tells of no patient."""
_TRIALS = (
    r"\bNCT\d{8}|\b(?:AALL|ACNS|AAML|UKALL|EsPhALL|ALLTogether|AIEOP|BFM|CoALL|COG|POG|CCG|JPLSG)"
    r"[ -]?\d{1,4}\w*\b"
    r"|\b(?:an)?other (?:clinical )?(?:trial|study|protocol)|\bprevious (?:clinical )?(?:trial|study|protocol)"
    r"|\b(?:different|that) (?:clinical )?(?:trial|study|protocol)|\bbiobank\w*|\bobservational study|\bregistry study"
)
"""Trials and studies that notes name beside the one that is asked about."""
