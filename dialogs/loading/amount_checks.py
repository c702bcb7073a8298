"""Checks of facts whose number is counted or computed in a way of its own: doses, gestations, formulas."""

from collections.abc import Iterator

from dialogs.definition.document import KeyPath
from dialogs.definition.facts import DoseFact, GestationFact, NumericFact, get_measure
from dialogs.loading.condition_checks import LocatedFault, offer_one_of


def check_amount(fact: NumericFact, at: KeyPath) -> Iterator[LocatedFault]:
    """Yields the faults of what is particular to a kind of number."""
    if isinstance(fact, DoseFact):
        yield from _check_dose(fact, at)
    if isinstance(fact, GestationFact) and not 0 <= fact.range.min < fact.range.max <= LONGEST_GESTATION:
        remedy = f"give completed days from 0 to {LONGEST_GESTATION}"
        yield (*at, "range"), f"a gestation lasts no longer than 45+5 weeks: {remedy}"


def _check_dose(fact: DoseFact, at: KeyPath) -> Iterator[LocatedFault]:
    if fact.reference not in fact.drugs:
        yield (*at, "reference"), f"'{fact.reference}' is not among the drugs: {offer_one_of(fact.drugs)}"
    if get_measure(fact) == "m2" and not fact.body_surface:
        yield (*at, "body_surface"), "a dose per m² needs the formulas of body surface: add 'body_surface'"


LONGEST_GESTATION = 320
"""Days; no pregnancy is counted further."""
