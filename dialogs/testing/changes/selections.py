"""Answers of several options that tell definitions apart."""

from itertools import combinations

from dialogs.definition.facts import SeveralFact
from dialogs.rules.answers import Selected

MOST_PAIRED = 12
"""Of so many options each pair is tried; of more, only single ones and all."""


def list_selections(fact: SeveralFact) -> list[Selected]:
    """Returns none, each option, each pair, all, and where that can be said each option untested."""
    codes = tuple(fact.options)
    pairs = combinations(codes, 2) if len(codes) <= MOST_PAIRED else ()
    so = [Selected(), *(Selected((code,)) for code in codes), *map(Selected, pairs), Selected(codes)]
    return so if fact.not_tested is None else [*so, *(Selected((), (code,)) for code in codes)]
