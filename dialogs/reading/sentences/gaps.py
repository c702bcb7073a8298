"""What fills the gaps of a sentence: what fits a fact, its range, its unit, its events, the missing parts of a dose."""

from collections.abc import Callable

from dialogs import phrases
from dialogs.definition import small_words
from dialogs.definition.facts import (
    AgeFact,
    ChoiceFact,
    DaysBetweenFact,
    DoseFact,
    Fact,
    MonthsBetweenFact,
    NumberFact,
    NumericFact,
    SeveralFact,
    WashoutsFact,
    YesNoFact,
    get_option_label,
    get_unit_word,
)
from dialogs.definition.wording import say, spell_code
from dialogs.reading import wording
from dialogs.reading.sentences.offers import join_choices, join_items
from dialogs.reading.word_readings import list_codes
from dialogs.verdict import headings, washout_wording
from dialogs.verdict.answer_words import format_amount, format_number
from dialogs.verdict.last_doses import describe_washouts, list_drugs
from dialogs.verdict.selected_words import name_none


def describe_fitting(fact: Fact) -> str:
    """Returns a sentence that says which answers fit `fact`."""
    if isinstance(fact, ChoiceFact | YesNoFact):
        return phrases.CHOOSE.format(labels=join_choices([get_option_label(fact, code) for code in list_codes(fact)]))
    if isinstance(fact, SeveralFact):
        labels = [get_option_label(fact, code) for code in fact.options]
        return phrases.NAME_THESE.format(labels=join_items(labels, small_words.COMMA), none=name_none(fact))
    if isinstance(fact, WashoutsFact):
        return describe_washouts(fact)
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
    return lambda fact: _name_side(fact, side)


def _name_side(fact: Fact, side: str) -> str:
    if isinstance(fact, WashoutsFact):
        return say(fact.end) if side == "end" else washout_wording.THE_LAST_DOSE
    return say(getattr(fact, side)) if isinstance(fact, AgeFact | DaysBetweenFact | MonthsBetweenFact) else side


def _name_drugs(fact: Fact) -> str:
    return join_choices([*map(spell_code, fact.drugs)]) if isinstance(fact, DoseFact) else ""


def _get_reference(fact: Fact) -> str:
    return spell_code(fact.reference) if isinstance(fact, DoseFact) else ""


def get_unit(fact: Fact) -> str:
    """Returns the unit of a fact with a number, empty for any other."""
    if isinstance(fact, WashoutsFact):
        return washout_wording.UNIT
    return get_unit_word(fact) if isinstance(fact, NumericFact) else ""


def _describe_choices(fact: Fact) -> str:
    if isinstance(fact, WashoutsFact):
        return f"{list_drugs(fact)} {describe_washouts(fact)}"
    if isinstance(fact, DoseFact):
        gaps = {"drugs": _name_drugs(fact), "reference": _get_reference(fact), "unit": get_unit(fact)}
        return wording.EITHER_DRUG.format(**gaps)
    return describe_fitting(fact) if isinstance(fact, ChoiceFact | YesNoFact | SeveralFact) else ""


def _explain_age(fact: Fact) -> str:
    return say(fact.may_be_age) if isinstance(fact, DaysBetweenFact) and fact.may_be_age else describe_fitting(fact)


def name_limit(fact: Fact) -> str:
    """Returns the limit of the laboratory to which a number is a ratio, such as 'upper limit of normal'."""
    return say(fact.ratio_to.name) if isinstance(fact, NumberFact) and fact.ratio_to is not None else ""


def _name_units(fact: Fact) -> str:
    return join_choices([get_unit(fact), *(fact.units if isinstance(fact, NumberFact) else ())])


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
    "unlisted": lambda fact: say(fact.unlisted) if isinstance(fact, WashoutsFact) else "",
    "units": _name_units,
    "limit": name_limit,
    "bare_from": lambda fact: str(fact.bare_from) if isinstance(fact, AgeFact) else "",
}
