"""Checks of conditions: every name means something, and every value is one of its fact."""

from collections.abc import Iterator
from typing import Any

from dialogs.definition import conditions as written
from dialogs.definition.document import KeyPath
from dialogs.definition.facts import Fact, NumericFact, SeveralFact, WashoutsFact, list_option_codes
from dialogs.definition.selections import Selection
from dialogs.definition.trial import Definition
from dialogs.loading.limit_checks import LocatedFault, check_number, check_other_fact, offer_one_of
from dialogs.rules.compiling import NONE
from dialogs.rules.domains import WASHOUT_CODES


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
    elif isinstance(condition, written.Count):
        for i, part in enumerate(condition.count.of):
            yield from check_condition(definition, part, (*at, "count", "of", i), known)
    elif isinstance(condition, written.IfThenElse):
        for key, part in (("if", condition.if_), ("then", condition.then), ("else", condition.else_)):
            yield from check_condition(definition, part, (*at, key), known)
    else:
        yield from _check_leaf(definition, condition, at, known)


def _check_leaf(definition: Definition, leaf: written.FactIs, at: KeyPath, known: set[str]) -> Iterator[LocatedFault]:
    at = (*at, leaf.fact)
    if fault := find_name_fault(definition, leaf.fact, known):
        yield at, fault
    elif isinstance(definition.facts[leaf.fact], NumericFact):
        yield from _check_wanted_number(definition, leaf, at, known)
    else:
        yield from _check_codes(definition.facts[leaf.fact], leaf.wanted, at)


def find_name_fault(definition: Definition, fact: str, known: set[str]) -> str:
    """Returns what is wrong with the name of a fact in a condition that may name only the `known` ones, or nothing."""
    if fact not in definition.facts:
        return f"no fact is called '{fact}': {offer_one_of(definition.facts)}"
    if fact not in known:
        remedy = "a fact can depend only on facts that stand above it, so move one of them"
        return f"'{fact}' stands below this fact: {remedy}"
    return ""


def _check_codes(fact: Fact, wanted: Any, at: KeyPath) -> Iterator[LocatedFault]:
    if isinstance(wanted, written.Comparison | int | float):
        yield at, "this fact is no number: write one of its codes, or a list of them"
    elif isinstance(fact, SeveralFact):
        parts = wanted.list_parts() if isinstance(wanted, Selection) else [("", _list_codes(wanted))]
        for word, codes in parts:
            own = [*fact.options] if word or len(codes) > 1 else [*fact.options, NONE]
            yield from _check_known(codes, own, (*at, word) if word else at)
    elif isinstance(wanted, Selection):
        yield at, "any_of, none_of and all_of are for facts of the kind several: write a code, or a list of codes"
    else:
        known = list(WASHOUT_CODES) if isinstance(fact, WashoutsFact) else list_option_codes(fact)  # type: ignore[arg-type]  # what has options is left
        yield from _check_known(_list_codes(wanted), known, at)


def _check_wanted_number(
    definition: Definition, leaf: written.FactIs, at: KeyPath, known: set[str]
) -> Iterator[LocatedFault]:
    if isinstance(leaf.wanted, str | list | Selection):
        yield at, "this fact is a number: compare it with at_least, above, at_most or below"
        return
    limits = leaf.wanted.list_written() if isinstance(leaf.wanted, written.Comparison) else [("", leaf.wanted)]
    for word, limit in limits:
        yield from _check_limit(definition, leaf.fact, limit, (*at, word) if word else at, known)


def _check_limit(
    definition: Definition, fact_id: str, limit: Any, at: KeyPath, known: set[str]
) -> Iterator[LocatedFault]:
    if isinstance(limit, written.OtherFact):
        if fault := find_name_fault(definition, limit.fact, known):
            yield (*at, "fact"), fault
        else:
            yield from check_other_fact(definition, fact_id, limit.fact, (*at, "fact"))
    elif isinstance(limit, written.DependentLimit):
        yield from check_condition(definition, limit.if_, (*at, "if"), known)
        for key, part in (("then", limit.then), ("else", limit.else_)):
            yield from _check_limit(definition, fact_id, part, (*at, key), known)
    else:
        yield from check_number(definition.facts[fact_id], limit, at)  # type: ignore[arg-type]  # a number's fact


def _check_known(codes: list[str], known: list[str], at: KeyPath) -> Iterator[LocatedFault]:
    for code in codes:
        if code not in known:
            yield at, f"'{code}' is no value of this fact: {offer_one_of(known)}"


def _list_codes(wanted: str | list[str]) -> list[str]:
    return [wanted] if isinstance(wanted, str) else wanted
