"""Checks of facts whose number is counted or computed in a way of its own: doses, gestations, formulas."""

from collections.abc import Iterator

from dialogs.definition.document import KeyPath
from dialogs.definition.facts import (
    Computed,
    ComputedPart,
    DoseFact,
    GestationFact,
    NumberFact,
    NumericFact,
    get_computed,
    get_measure,
)
from dialogs.definition.formulas import FORMULA_PARTS, find_calcium_unit
from dialogs.definition.spelling import fold
from dialogs.definition.wording import words
from dialogs.loading.limit_checks import LocatedFault, offer_one_of


def check_amount(fact: NumericFact, at: KeyPath) -> Iterator[LocatedFault]:
    """Yields the faults of what is particular to a kind of number."""
    if isinstance(fact, DoseFact):
        yield from _check_dose(fact, at)
    if (computed := get_computed(fact)) is not None:
        yield from _check_computed(fact, computed, (*at, "computed"))
    if isinstance(fact, GestationFact):
        yield from _check_gestation(fact, at)


def _check_computed(fact: NumericFact, computed: Computed, at: KeyPath) -> Iterator[LocatedFault]:
    taken = FORMULA_PARTS.get(computed.formula)
    if taken is None:
        yield from _check_parts(fact, computed.parts, (*at, "parts"))
        return
    if computed.parts:
        yield (*at, "parts"), f"'{computed.formula}' is computed from {', '.join(taken)}: remove 'parts'"
    if isinstance(fact, GestationFact):
        yield (*at, "formula"), f"'{computed.formula}' is no gestation: write sum or difference"
    elif isinstance(fact, NumberFact) and not fact.decimals:
        yield (*at, "formula"), f"'{computed.formula}' is seldom a whole number: say 'decimals: true' in the fact"
    if computed.formula == "corrected_calcium" and find_calcium_unit((fact.unit or {}).values()) is None:
        yield (*at, "formula"), "calcium is corrected in mg/dL or mmol/L: write one of them as the unit of the fact"


def _check_parts(fact: NumericFact, parts: dict[str, ComputedPart], at: KeyPath) -> Iterator[LocatedFault]:
    """Yields the faults of the parts of a sum or a difference."""
    if len(parts) != _TWO:
        yield at, f"there are {len(parts)} parts: give two"
    said: dict[str, str] = {}
    for part_id, part in parts.items():
        if isinstance(fact, GestationFact) and part.notation is None:
            yield (*at, part_id), "the parts of a gestation are days: give 'notation' in place of 'unit'"
        for word in words(part.words):
            if said.setdefault(fold(word), part_id) != part_id:
                yield (*at, part_id, "words"), f"'{word}' stands for both parts: keep it at one of them"


def _check_gestation(fact: GestationFact, at: KeyPath) -> Iterator[LocatedFault]:
    """Yields the fault of a range that no gestation has; one that is computed goes on after birth."""
    if fact.range.min < 0 or (fact.computed is None and fact.range.max > LONGEST_GESTATION):
        remedy = f"give completed days from 0 to {LONGEST_GESTATION}, or say how it goes on after birth in 'computed'"
        yield (*at, "range"), f"a gestation lasts no longer than 45+5 weeks: {remedy}"


def _check_dose(fact: DoseFact, at: KeyPath) -> Iterator[LocatedFault]:
    if fact.reference not in fact.drugs:
        yield (*at, "reference"), f"'{fact.reference}' is not among the drugs: {offer_one_of(fact.drugs)}"
    if get_measure(fact) == "m2" and not fact.body_surface:
        yield (*at, "body_surface"), "a dose per m² needs the formulas of body surface: add 'body_surface'"


_TWO = 2
LONGEST_GESTATION = 320
"""Days; no pregnancy is counted further."""
