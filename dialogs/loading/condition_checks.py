"""Checks of conditions: every name means something, and every limit lies in the range of its fact."""

from collections.abc import Iterator
from typing import Any

from dialogs.definition import conditions as written
from dialogs.definition.document import KeyPath
from dialogs.definition.facts import NumericFact, list_option_codes
from dialogs.definition.trial import Definition
from dialogs.loading.wrong_words import LIMITS, find_joint

LocatedFault = tuple[KeyPath, str]
"""The way to a fault, and the fault with its remedy."""


def check_condition(
    definition: Definition, condition: written.Condition, at: KeyPath, known: set[str]
) -> Iterator[LocatedFault]:
    """Yields the faults of a condition at `at`, which may name only the `known` facts."""
    if isinstance(condition, written.Not):
        yield from check_condition(definition, condition.not_, (*at, "not"), known)
    elif isinstance(condition, written.All | written.AnyOf):
        key, parts = ("all", condition.all) if isinstance(condition, written.All) else ("any", condition.any)
        for i, part in enumerate(parts):
            yield from check_condition(definition, part, (*at, key, i), known)
    else:
        yield from _check_leaf(definition, condition, at, known)


def _check_leaf(definition: Definition, leaf: written.FactIs, at: KeyPath, known: set[str]) -> Iterator[LocatedFault]:
    at = (*at, leaf.fact)
    if leaf.fact not in definition.facts:
        yield at, f"no fact is called '{leaf.fact}': {_explain_unknown_fact(definition, leaf.fact)}"
    elif leaf.fact not in known:
        remedy = "a fact can depend only on facts that stand above it, so move one of them"
        yield at, f"'{leaf.fact}' stands below this fact: {remedy}"
    elif isinstance(definition.facts[leaf.fact], NumericFact):
        yield from _check_limits(definition.facts[leaf.fact], leaf.wanted, at)
    else:
        yield from _check_codes(definition.facts[leaf.fact], leaf.wanted, at)


def _explain_unknown_fact(definition: Definition, word: str) -> str:
    joint = find_joint(word)
    if joint is not None:
        return f"did you mean {joint}, with a list of conditions?"
    if word in LIMITS:
        return f"write the fact around it, {{fact: {{{word}: 5}}}}"
    return offer_one_of(definition.facts)


def _check_codes(fact: Any, wanted: object, at: KeyPath) -> Iterator[LocatedFault]:
    codes = list_option_codes(fact)
    if isinstance(wanted, written.Comparison):
        yield at, f"this fact is no number, so nothing compares it with limits: {offer_one_of(codes)}"
        return
    for code in wanted if isinstance(wanted, list) else [wanted]:
        if code in _MISSING:
            yield at, f"'{code}' is no value, but a missing answer, which leaves a condition open by itself: {_REMOVE}"
        elif code not in codes:
            yield at, f"'{code}' is no value of this fact: {offer_one_of(codes)}"


def _check_limits(fact: Any, wanted: object, at: KeyPath) -> Iterator[LocatedFault]:
    if isinstance(wanted, str) and wanted in _MISSING:
        yield at, f"'{wanted}' is no number, but a missing answer, which leaves a condition open by itself: {_REMOVE}"
        return
    if isinstance(wanted, str | list):
        yield at, "this fact is a number: compare it with at_least, above, at_most or below"
        return
    limits = wanted.limits() if isinstance(wanted, written.Comparison) else [("", wanted)]
    for word, limit in limits:
        if not fact.range.min <= limit <= fact.range.max:
            remedy = f"give a number from {fact.range.min} to {fact.range.max}"
            yield (*at, word) if word else at, f"{limit} lies outside the range of this fact: {remedy}"


def offer_one_of(names: Any) -> str:
    """Returns the remedy for a name that does not exist: the `names` that do."""
    listed = list(names)
    return "choose one of " + ", ".join(listed) if listed else "there is none to choose"


_MISSING = ("pending", "unknown")
_REMOVE = "remove the comparison, or name the answers that are meant"
