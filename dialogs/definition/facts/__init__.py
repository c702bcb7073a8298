"""Facts and their questions: the closed list of the kinds of answer."""

from typing import Annotated

from pydantic import Field

from dialogs.definition.facts.base import FactBase, Missing
from dialogs.definition.facts.days import AgeFact, DaysBetweenFact, GestationFact, MonthsBetweenFact
from dialogs.definition.facts.doses import (
    DailyDoseFact,
    DoseFact,
    DosePerAreaFact,
    Drug,
    Span,
    SurfaceFormula,
    get_measure,
)
from dialogs.definition.facts.number_forms import Computed, ComputedPart, Range
from dialogs.definition.facts.numbers import NumberFact, NumericBase, WordsFor
from dialogs.definition.facts.options import ChoiceFact, SeveralFact, YesNoFact
from dialogs.definition.facts.washouts import WashoutsFact
from dialogs.definition.small_words import YES_NO
from dialogs.definition.wording import say

__all__ = [
    "AgeFact",
    "ChoiceFact",
    "Computed",
    "ComputedPart",
    "DailyDoseFact",
    "DaysBetweenFact",
    "DoseFact",
    "DosePerAreaFact",
    "Drug",
    "Fact",
    "FactBase",
    "GestationFact",
    "Missing",
    "MonthsBetweenFact",
    "NumberFact",
    "NumericBase",
    "NumericFact",
    "OptionFact",
    "Range",
    "SeveralFact",
    "Span",
    "SurfaceFormula",
    "WashoutsFact",
    "WordsFor",
    "YesNoFact",
    "get_computed",
    "get_measure",
    "get_number_label",
    "get_option_label",
    "get_unit_word",
    "has_options",
    "list_option_codes",
]

Fact = Annotated[
    ChoiceFact
    | YesNoFact
    | SeveralFact
    | NumberFact
    | AgeFact
    | DaysBetweenFact
    | MonthsBetweenFact
    | GestationFact
    | DosePerAreaFact
    | DailyDoseFact
    | WashoutsFact,
    Field(discriminator="kind"),
]
NumericFact = (
    NumberFact | AgeFact | DaysBetweenFact | MonthsBetweenFact | GestationFact | DosePerAreaFact | DailyDoseFact
)
OptionFact = ChoiceFact | YesNoFact


def get_computed(fact: Fact) -> Computed | None:
    """Returns how the number of a fact is computed; None where it is given as it is."""
    return fact.computed if isinstance(fact, NumberFact | GestationFact) else None


def get_option_label(fact: ChoiceFact | YesNoFact | SeveralFact, code: str) -> str:
    """Returns what the button of the option `code` says."""
    option = fact.options.get(code)  # type: ignore[call-overload]  # the two kinds key their options differently
    return say(option.label) if option is not None else YES_NO[code]


def list_option_codes(fact: ChoiceFact | YesNoFact | SeveralFact) -> list[str]:
    """Returns the codes of the options, in the order of their buttons."""
    return list(YES_NO) if isinstance(fact, YesNoFact) else list(fact.options)


def has_options(fact: Fact) -> bool:
    """Says whether buttons beneath the question of a fact give answers: options, numbers with a label, no drug."""
    return isinstance(fact, OptionFact | WashoutsFact) or any(each.label for each in getattr(fact, "words_for", ()))


def get_number_label(fact: NumericFact, number: object) -> str:
    """Returns what a number of `words_for` is called by its label, such as 'Never'; empty where it has none."""
    return next((say(each.label) for each in fact.words_for if each.label is not None and each.number == number), "")


def get_unit_word(fact: NumericFact) -> str:
    """Returns the unit of a fact; empty for a number without one, such as a score."""
    return "" if fact.unit is None else say(fact.unit)
