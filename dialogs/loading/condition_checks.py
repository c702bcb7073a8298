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
    elif isinstance(condition, written.CountIs):
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
        return f"no fact is called '{fact}': {_explain_unknown_fact(definition, fact)}"
    if fact not in known:
        remedy = "a fact can depend only on facts that stand above it, so move one of them"
        return f"'{fact}' stands below this fact: {remedy}"
    return ""


def _explain_unknown_fact(definition: Definition, word: str) -> str:
    from dialogs.loading.wrong_words import COUNT, LIMITS, find_joint  # noqa: PLC0415 - most files have no fault

    joint = find_joint(word)
    if joint is not None:
        return f"did you mean {joint}, with a list of conditions?"
    if word == "count":
        return COUNT
    if word in LIMITS:
        return f"write the fact around it, {{fact: {{{word}: 5}}}}"
    return offer_one_of(definition.facts)


def _check_codes(fact: Fact, wanted: Any, at: KeyPath) -> Iterator[LocatedFault]:
    if isinstance(wanted, written.Comparison | int | float):
        remedy = offer_one_of(_list_own_codes(fact))
        yield at, f"this fact is no number, so nothing compares it with limits: {remedy}"
    elif isinstance(fact, SeveralFact):
        parts = wanted.list_parts() if isinstance(wanted, Selection) else [("", _list_codes(wanted))]
        for word, codes in parts:
            own = [*fact.options] if word or len(codes) > 1 else [*fact.options, NONE]
            yield from _check_known(codes, own, (*at, word) if word else at)
    elif isinstance(wanted, Selection):
        yield at, "any_of, none_of and all_of are for facts of the kind several: write a code, or a list of codes"
    else:
        yield from _check_known(_list_codes(wanted), _list_own_codes(fact), at)


def _list_own_codes(fact: Fact) -> list[str]:
    if isinstance(fact, WashoutsFact):
        return list(WASHOUT_CODES)
    return [] if isinstance(fact, NumericFact) else list_option_codes(fact)


def _check_wanted_number(
    definition: Definition, leaf: written.FactIs, at: KeyPath, known: set[str]
) -> Iterator[LocatedFault]:
    if isinstance(leaf.wanted, str) and leaf.wanted in _MISSING:
        words = "is no number, but a missing answer, which leaves a condition open by itself"
        yield at, f"'{leaf.wanted}' {words}: {_REMOVE}"
        return
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
        if code in _MISSING:
            yield at, f"'{code}' is no value, but a missing answer, which leaves a condition open by itself: {_REMOVE}"
        elif code not in known:
            yield at, f"'{code}' is no value of this fact: {offer_one_of(known)}"


def _list_codes(wanted: str | list[str]) -> list[str]:
    return [wanted] if isinstance(wanted, str) else wanted


_MISSING = ("pending", "unknown")
_REMOVE = "remove the comparison, or name the answers that are meant"
