"""The units of one fact, and which of them stands behind a figure."""

import re
from dataclasses import dataclass

from dialogs.definition.facts import NumberFact
from dialogs.definition.unit_spelling import POWER_OF_TEN, TIMES_SIGN, begins_with_power, fold_unit
from dialogs.definition.wording import words
from dialogs.reading.numbers.figures import Figure, read_figure
from dialogs.reading.outcome import Misread

OWN = ""
"""The name of the fact's own unit."""


@dataclass(frozen=True, slots=True)
class MeasuredFigure:
    """A figure with the unit behind it, by its name in the definition; None where no unit was written."""

    figure: Figure
    unit: str | None


def read_measured(fact: NumberFact, phrase: str) -> MeasuredFigure | Misread:
    """Reads a phrase in small letters that must be nothing but a figure, with or without a unit of the fact."""
    match = AMOUNT.fullmatch(phrase)
    if match is None:
        return Misread("not_an_answer")
    unit = find_unit(fact, match[2]) if match[2] else None
    if match[2] and unit is None:
        return Misread("units" if fact.units else "unit")
    figure = read_figure(match[1], whole=not fact.decimals)
    return figure if isinstance(figure, Misread) else MeasuredFigure(figure, unit)


def find_unit(fact: NumberFact, written: str) -> str | None:
    """Returns the name of the unit that is `written`: `OWN`, or a key of `units`; None where it is none of them."""
    own = [*(fact.unit or {}).values(), *(fact.unit_one or {}).values(), *words(fact.synonyms)]
    folded = fold_unit(written)
    if folded in map(fold_unit, own) or (fact.ratio_to is not None and _is_multiple(fact, folded)):
        return OWN
    for name, each in fact.units.items():
        if folded in map(fold_unit, (name, *words(each.synonyms))):
            return name
    return None


def part_powers(fact: NumberFact, text: str) -> str:
    """Returns a text in small letters with '1.5 ×10^9/l' for '1.5 x 10⁹/l', where a unit of the fact may begin so.

    Else nothing is changed: '100 x 10' and '100 10' are no numbers.
    """
    written = [*(fact.unit or {}).values(), *words(fact.synonyms), *fact.units]
    written += [word for each in fact.units.values() for word in words(each.synonyms)]
    if fact.ratio_to is None and not any(begins_with_power(fold_unit(each)) for each in written):
        return text
    return _POWER_BEHIND.sub(lambda found: f" ×{fold_unit(found[1])}", text)


def _is_multiple(fact: NumberFact, folded: str) -> bool:
    """Says whether a folded unit is a limit of the laboratory, or says that the number is a multiple of one."""
    assert fact.ratio_to is not None
    limits = {fold_unit(each) for each in (*fact.ratio_to.name.values(), *words(fact.ratio_to.words))}
    return _MULTIPLIED.sub("", folded) in {"", *limits}


AMOUNT = re.compile(r"(-? ?\d[\d.,]*) ?([^\d\s_-].*)?")
_POWER_BEHIND = re.compile(rf"(?<=\d)(?: ?{TIMES_SIGN} ?| )({POWER_OF_TEN})")
_MULTIPLIED = re.compile(rf"^(?:{TIMES_SIGN}|times|fold)?(?:the)?")
