"""Values of the facts of a generated definition: enough of each that every condition comes out in every way it can.

A number has each limit, what is just below and just above it, and the ends of its range. Two numbers that are compared
have so many between their limits that each can be the lesser one there.
"""

from collections.abc import Iterator
from itertools import product
from typing import Any

from generated_conditions import WORDS
from generated_facts import OVER, RUNNING, Fact, is_number, is_whole

Plain = dict[str, Any]
Samples = dict[str, tuple[Any, ...]]
Atom = tuple[str, float]

STEP = 0.25
"""How far decimal values lie apart where two of them are compared."""


def compare(word: str, number: float, limit: float) -> bool:
    """Says whether a number is what a word of the format wants of it; the empty word wants the limit itself."""
    if word in {"at_least", "above"}:
        return number > limit or (word == "at_least" and number == limit)
    return number < limit or (word == "at_most" and number == limit) if word else number == limit


def iterate_conditions(plain: Plain) -> Iterator[Plain]:
    """Yields every condition of a definition."""
    yield from (fact["applies_if"] for fact in plain["facts"].values() if "applies_if" in fact)
    yield from (criterion["met_when"] for criterion in plain["criteria"].values())
    yield from (each["never"] for each in plain.get("consistent", []))


def iterate_leaves(condition: Plain) -> Iterator[tuple[str, Any]]:
    """Yields each fact that a condition names, with what it wants of it; those within limits too."""
    if "all" in condition or "any" in condition:
        parts = condition.get("all") or condition["any"]
    elif "not" in condition:
        parts = [condition["not"]]
    elif "count" in condition:
        parts = condition["count"]["of"]
    elif "if" in condition:
        parts = [condition["if"], condition["then"], condition["else"]]
    else:
        ((fact, wanted),) = condition.items()
        yield fact, wanted
        parts = [each for _, limit in list_limits(wanted) for each in _list_conditions(limit)]
    for part in parts:
        yield from iterate_leaves(part)


def list_limits(wanted: Any) -> list[tuple[str, Any]]:
    """Returns the limits of a number, as pairs of the word and what is written."""
    if isinstance(wanted, dict):
        return [(word, wanted[word]) for word in WORDS if word in wanted]
    return [("", wanted)] if isinstance(wanted, int | float) else []


def _list_conditions(limit: Any) -> list[Plain]:
    if not isinstance(limit, dict) or "if" not in limit:
        return []
    return [limit["if"], *_list_conditions(limit["then"]), *_list_conditions(limit["else"])]


def _list_ends(limit: Any) -> list[Any]:
    if isinstance(limit, dict) and "if" in limit:
        return [*_list_ends(limit["then"]), *_list_ends(limit["else"])]
    return [limit]


def list_atoms(plain: Plain) -> tuple[dict[str, set[Atom]], set[str]]:
    """Returns what is compared with each fact's number, as words with numbers, and the facts compared with another."""
    atoms: dict[str, set[Atom]] = {fact: set() for fact in plain["facts"]}
    compared = set()
    for condition in iterate_conditions(plain):
        for fact, wanted in iterate_leaves(condition):
            for word, limit in list_limits(wanted):
                for end in _list_ends(limit):
                    if isinstance(end, dict):
                        compared |= {fact, end["fact"]}
                    else:
                        atoms[fact].add((word, end))
    for fact, each in plain["facts"].items():
        if "clear_from" in each:
            atoms[fact].add(("at_least", each["clear_from"]))
    return atoms, compared


def list_samples(*definitions: Plain) -> Samples:
    """Returns the values of each fact between which every limit of the definitions lies, in their order."""
    found: dict[str, set[Any]] = {}
    for plain in definitions:
        atoms, compared = list_atoms(plain)
        for fact_id, fact in plain["facts"].items():
            if is_number(fact):
                limits = {limit for _, limit in atoms[fact_id]}
                found.setdefault(fact_id, set()).update(_sample_number(fact, limits, is_compared=fact_id in compared))
    first = definitions[0]["facts"]
    return {fact: tuple(sorted(found[fact])) if fact in found else _list_codes(each) for fact, each in first.items()}


def _sample_number(fact: Fact, limits: set[float], *, is_compared: bool) -> set[float]:
    least, most = fact["range"]["min"], fact["range"]["max"]
    step = 1 if is_whole(fact) else STEP
    if is_compared or is_whole(fact):
        return {least + i * step for i in range(int((most - least) / step) + 1)}
    near = {limit + by for limit in limits or {(least + most) // 2} for by in (-step, 0, step)}
    return {each for each in near if least <= each <= most} | {least, most}


def _list_codes(fact: Fact) -> tuple[Any, ...]:
    if fact["kind"] == "several":
        options = list(fact["options"])
        chosen = product((False, True), repeat=len(options))
        return tuple(frozenset(code for code, is_so in zip(options, each, strict=True) if is_so) for each in chosen)
    if fact["kind"] == "washouts":
        return RUNNING, OVER
    return ("no", "yes") if fact["kind"] == "yes_no" else tuple(fact["options"])
