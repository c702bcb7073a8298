"""What fills the gaps of a sentence: what fits a fact, its range, its unit, its events, the missing parts of a dose."""

from collections.abc import Callable, Sequence

from dialogs import phrases
from dialogs.definition import small_words
from dialogs.definition.facts import (
    AgeFact,
    ChoiceFact,
    DaysBetweenFact,
    DoseFact,
    Fact,
    NumericFact,
    YesNoFact,
    get_computed,
    get_option_label,
)
from dialogs.definition.wording import say, spell_code
from dialogs.reading import amount_wording, wording
from dialogs.reading.computed.formula_parts import list_parts
from dialogs.reading.computed.part_values import decode_values
from dialogs.reading.doses.coded_parts import AMOUNT, DRUG, LENGTH, UNIT, WEIGHT
from dialogs.reading.doses.conversions import list_body_parts
from dialogs.reading.doses.dose_parts import PER_AREA, get_own_unit
from dialogs.reading.outcome import CodedParts
from dialogs.reading.sentences.offers import join_choices, join_items
from dialogs.reading.word_readings import list_codes
from dialogs.verdict import headings
from dialogs.verdict.answer_words import format_amount, format_number


def describe_fitting(fact: Fact) -> str:
    """Returns a sentence that says which answers fit `fact`."""
    if isinstance(fact, ChoiceFact | YesNoFact):
        return phrases.CHOOSE.format(labels=join_choices([get_option_label(fact, code) for code in list_codes(fact)]))
    return say(fact.fits)


def fill(template: str, given: dict[str, str], made: dict[str, Callable[[Fact], str]], fact: Fact) -> str:
    """Fills only the gaps that the template has: not every kind of fact can fill every gap."""
    filled = template
    for gap, text in given.items():
        filled = filled.replace("{" + gap + "}", text)
    for gap, make in made.items():
        if "{" + gap + "}" in filled:
            filled = filled.replace("{" + gap + "}", make(fact))
    return filled


def _lower_fitting(fact: Fact) -> str:
    whole = describe_fitting(fact)
    return whole[0].lower() + whole[1:]


def _format_range(fact: Fact) -> str:
    return (
        headings.SPAN.format(low=format_number(fact, fact.range.min), high=format_amount(fact, fact.range.max))
        if isinstance(fact, NumericFact)
        else ""
    )


def _name_event(side: str) -> Callable[[Fact], str]:
    return lambda fact: say(getattr(fact, side)) if isinstance(fact, AgeFact | DaysBetweenFact) else side


def _name_drugs(fact: Fact) -> str:
    return join_choices([*map(spell_code, fact.drugs)]) if isinstance(fact, DoseFact) else ""


def _get_reference(fact: Fact) -> str:
    return spell_code(fact.reference) if isinstance(fact, DoseFact) else ""


def get_unit(fact: Fact) -> str:
    """Returns the unit of a fact with a number, empty for any other."""
    return say(fact.unit) if isinstance(fact, NumericFact) else ""


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


def _describe_choices(fact: Fact) -> str:
    if isinstance(fact, DoseFact):
        gaps = {"drugs": _name_drugs(fact), "reference": _get_reference(fact), "unit": get_unit(fact)}
        return wording.EITHER_DRUG.format(**gaps)
    return describe_fitting(fact) if isinstance(fact, ChoiceFact | YesNoFact) else ""


def _explain_age(fact: Fact) -> str:
    return say(fact.may_be_age) if isinstance(fact, DaysBetweenFact) and fact.may_be_age else describe_fitting(fact)


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


GAPS: dict[str, Callable[[Fact], str]] = {
    "fits": describe_fitting,
    "choices": _describe_choices,
    "may_be_age": _explain_age,
    "but_fits": _lower_fitting,
    "range": _format_range,
    "start": _name_event("start"),
    "end": _name_event("end"),
    "drugs": _name_drugs,
    "reference": _get_reference,
    "unit": get_unit,
    "bare_from": lambda fact: str(fact.bare_from) if isinstance(fact, AgeFact) else "",
}
