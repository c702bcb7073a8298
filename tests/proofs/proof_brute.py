"""Decisions by brute force: every completion of what is missing is looked at.

One array holds the final verdicts of every total assignment.

No logic stands here but "for all" and "there is": what the answers leave possible is sliced out, and the slice is
compared with itself.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

import numpy as np
from numpy.typing import NDArray
from plain_table import CODES, CRITERIA, CRITERION_FACTS, FACTS, Answers, Status, applies, code, final_verdicts
from proof_result import possible

Codes = NDArray[np.uint8]
Key = tuple[int, ...]

ALL = -1
"""Stands for a fact of which every value is possible; anything else is the place of its exact value."""

VALUES: dict[str, tuple[str | float, ...]] = {
    fact: (
        CODES.get(fact)
        or {
            "age_days": (365, 366),
            "corticosteroid_dose": (10, 10.5),
            "corticosteroid_days": (7, 8),
            "live_vaccine_days": (28, 29),
        }[fact]
    )
    for fact in FACTS
}
"""Every code, and for each number one value on either side of its threshold."""

OUTCOMES = (("ineligible", "not_applicable"), ("eligible", "eligible"), ("eligible", "excluded"))
"""The three pairs of final verdicts, by their code in the array."""


Facts = tuple[tuple[str, ...], dict[str, dict[str, int]]]
"""The relevant facts; and the decisive ones, each with the values that settle the verdict and the code in the array
that it then has."""

KEYS: dict[str, tuple[str, ...]] = CODES | {
    "age_days": ("at most 365", "above 365"),
    "corticosteroid_dose": ("at most 10", "above 10"),
    "corticosteroid_days": ("at most 7", "above 7"),
    "live_vaccine_days": ("at most 28", "above 28"),
}
"""What the result calls each of `VALUES`."""


@dataclass(frozen=True)
class Brute:
    """What every completion together says: the verdicts, and the facts that can still change or settle them."""

    protocol: str
    blinatumomab: str
    can_be_given: bool
    relevant: tuple[str, ...]
    protocol_facts: Facts
    blinatumomab_facts: Facts


@cache
def final() -> Codes:
    """Returns the final verdicts of every total assignment: one axis per fact, codes as in `OUTCOMES`."""
    codes = [
        OUTCOMES.index(final_verdicts(dict(zip(FACTS, values, strict=True)))) for values in product(*VALUES.values())
    ]
    return np.array(codes, dtype=np.uint8).reshape([len(values) for values in VALUES.values()])


@cache
def final_protocol() -> Codes:
    """Returns the same for `protocol` alone: 1 is eligible."""
    return (final() > 0).astype(np.uint8)


def key(a: Answers) -> Key:
    """Returns what the answers leave possible: for each fact the place of its value, or `ALL`."""
    return tuple(_place(a, fact) for fact in FACTS)


def _place(a: Answers, fact: str) -> int:
    if fact not in CODES:
        return {"met": 0, "not_met": 1, "unknown": ALL}[possible(a, fact)]
    exact = code(a, fact)
    return ALL if exact is None else CODES[fact].index(exact)


def completions(table: Codes, places: Key) -> Codes:
    """Returns the part of the array that the answers leave possible; exact facts keep an axis of length one."""
    return table[tuple(slice(None) if place == ALL else slice(place, place + 1) for place in places)]


@lru_cache(maxsize=100_000)
def decide(places: Key) -> Brute:
    """Returns what every completion together says."""
    rest = completions(final(), places)
    codes = {OUTCOMES[each] for each in np.flatnonzero(np.bincount(rest.ravel(), minlength=3)).tolist()}
    protocols = {each for each, _ in codes}
    both = _facts(rest)
    return Brute(
        protocol=protocols.pop() if len(protocols) == 1 else "undetermined",
        blinatumomab=_blinatumomab({each for _, each in codes}),
        can_be_given=("eligible", "eligible") in codes,
        relevant=both[0],
        protocol_facts=_facts(completions(final_protocol(), places)),
        blinatumomab_facts=both,
    )


def once_clear(places: Key) -> Brute:
    """Returns the same for the day on which the window after a live vaccine is over: 29 days, and all else as it is."""
    day_29 = VALUES["live_vaccine_days"].index(29)
    return decide(
        tuple(day_29 if fact == "live_vaccine_days" else place for fact, place in zip(FACTS, places, strict=True))
    )


def settled_to(facts: Facts, codes: tuple[str, ...], applying: list[str]) -> dict[str, dict[str, str]]:
    """Returns the decisive facts that apply, each with the values that settle the verdict, and to which code."""
    return {
        fact: {value: codes[each] for value, each in values.items()}
        for fact, values in facts[1].items()
        if fact in applying
    }


def _blinatumomab(finals: set[str]) -> str:
    """While `protocol` is undetermined, `excluded` may still become `not_applicable`, never `eligible`."""
    if finals == {"excluded", "not_applicable"}:
        return "excluded"
    return finals.pop() if len(finals) == 1 else "undetermined"


def _facts(rest: Codes) -> Facts:
    """Returns the relevant and the decisive facts, applicable or not.

    Relevant: for some completion of the others, two of its possible values give different final verdicts. Decisive: one
    of its values makes the final verdict the same in every completion. An axis along which nothing changes is cut,
    which changes neither.
    """
    relevant = []
    for axis in range(rest.ndim):
        first = rest.take([0], axis=axis)
        if rest.shape[axis] > 1 and not bool((rest == first).all()):
            relevant.append(axis)
        else:
            rest = first
    decisive = {}
    for axis in relevant:
        parts = [rest.take([place], axis=axis) for place in range(rest.shape[axis])]
        values = {
            KEYS[FACTS[axis]][place]: int(part.ravel()[0]) for place, part in enumerate(parts) if _is_constant(part)
        }
        if values:
            decisive[FACTS[axis]] = values
    return tuple(FACTS[axis] for axis in relevant), decisive


def _is_constant(part: Codes) -> bool:
    return bool((part == part.ravel()[0]).all())


def applicable(a: Answers, facts: tuple[str, ...]) -> list[str]:
    """Returns those of the facts that apply."""
    return [fact for fact in facts if applies(a, fact)]


def criterion(name: str, a: Answers) -> tuple[Status, tuple[str, ...]]:
    """Returns the status in which every completion agrees, else "unknown" with the facts on which it depends."""
    return _criterion(name, tuple(_place(a, fact) for fact in CRITERION_FACTS[name]))


@cache
def _criterion(name: str, places: Key) -> tuple[Status, tuple[str, ...]]:
    facts = CRITERION_FACTS[name]
    choices = [
        VALUES[fact] if place == ALL else (VALUES[fact][place],) for fact, place in zip(facts, places, strict=True)
    ]
    statuses = {values: CRITERIA[name](dict(zip(facts, values, strict=True))) for values in product(*choices)}
    if len(set(statuses.values())) == 1:
        return next(iter(statuses.values())), ()
    depends = [
        fact
        for axis, fact in enumerate(facts)
        if any(
            statuses[(*each[:axis], other, *each[axis + 1 :])] != statuses[each]
            for each in statuses
            for other in choices[axis]
        )
    ]
    return "unknown", tuple(depends)
