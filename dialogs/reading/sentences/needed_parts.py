"""The parts of a dose or a formula that are missing, by name."""

from collections.abc import Sequence

from dialogs.definition import small_words
from dialogs.definition.facts import (
    DoseFact,
    Fact,
    get_computed,
)
from dialogs.definition.wording import say
from dialogs.reading import amount_wording, wording
from dialogs.reading.computed.formula_parts import list_parts
from dialogs.reading.computed.part_values import decode_values
from dialogs.reading.doses.coded_parts import AMOUNT, DRUG, LENGTH, UNIT, WEIGHT
from dialogs.reading.doses.conversions import list_body_parts
from dialogs.reading.doses.dose_parts import PER_AREA, get_own_unit
from dialogs.reading.outcome import CodedParts
from dialogs.reading.sentences.offers import join_items


def list_needed(fact: Fact, coded: CodedParts) -> list[str]:
    """Returns the names of the parts of a dose, or of a formula, that are missing beside the coded ones."""
    said = dict(coded)
    if parts := list_parts(fact):
        known = decode_values(parts, coded)
        return [part.code for part in parts if part.code not in known]
    if not isinstance(fact, DoseFact) or said.get(UNIT) == get_own_unit(fact) == PER_AREA:
        return [DRUG]
    names = {"drug": DRUG, "dose": AMOUNT, "weight": WEIGHT, "length": LENGTH}
    needed = ("drug", "dose", *list_body_parts(fact, said.get(UNIT, "")))
    return [part for part in needed if names[part] not in said]


def name_parts(fact: Fact, parts: Sequence[str]) -> str:
    """Returns the parts of a dose or a formula in words, such as 'the drug and the weight in kg'."""
    computed = get_computed(fact)
    known = (
        wording.NEEDED
        | amount_wording.PART_NAMES
        | ({code: say(part.name) for code, part in computed.parts.items()} if computed else {})
    )
    names = [known[part] for part in parts if part in known]
    return join_items(names, small_words.AND) or wording.THE_REST
