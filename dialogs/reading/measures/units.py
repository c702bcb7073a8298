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
class FigureWithUnit:
    """A figure with the unit behind it, by its name in the definition; None where no unit was written."""

    figure: Figure
    unit: str | None


def read_measured(fact: NumberFact, phrase: str) -> FigureWithUnit | Misread:
    """Reads a phrase in small letters that must be nothing but a figure, with or without a unit of the fact."""
    match = AMOUNT.fullmatch(phrase)
    if match is None:
        return Misread("not_an_answer")
    unit = find_unit(fact, match[2]) if match[2] else None
    if match[2] and unit is None:
        return Misread("units" if fact.units else "unit")
    figure = read_figure(match[1], whole=not fact.decimals)
    return figure if isinstance(figure, Misread) else FigureWithUnit(figure, unit)


def find_unit(fact: NumberFact, written: str) -> str | None:
    """Returns the name of the unit that is `written`: `OWN`, or a key of `units`; None where it is none of them."""
    folded = fold_unit(written)
    known = _collect_units(fact)
    name = known.names.get(folded)
    return OWN if name is None and known.limits and _MULTIPLIED.sub("", folded) in known.limits else name


def part_powers(fact: NumberFact, text: str) -> str:
    """Returns a text in small letters with '1.5 ×10^9/l' for '1.5 x 10⁹/l', where a unit of the fact may begin so.

    Else nothing is changed: '100 x 10' and '100 10' are no numbers.
    """
    return _POWER_BEHIND.sub(lambda found: f" ×{fold_unit(found[1])}", text) if _collect_units(fact).powers else text


@dataclass(frozen=True, slots=True, eq=False)
class _UnitTable:
    """The units of one fact by their folded form.

    Beside them are the limits of which a number may be a multiple, and whether a unit may begin with a power of ten.
    """

    fact: NumberFact
    names: dict[str, str]
    limits: frozenset[str]
    powers: bool


def _collect_units(fact: NumberFact) -> _UnitTable:
    """Returns the units of `fact`; they are collected once for each fact that is loaded."""
    known = _COLLECTED.get(id(fact))
    if known is None:
        if len(_COLLECTED) >= _MAX_COLLECTED:
            _COLLECTED.clear()
        known = _COLLECTED[id(fact)] = _collect(fact)
    return known


def _collect(fact: NumberFact) -> _UnitTable:
    others = [(each, name) for name, other in fact.units.items() for each in (name, *words(other.synonyms))]
    own = [*(fact.unit or {}).values(), *(fact.unit_one or {}).values(), *words(fact.synonyms)]
    names = {fold_unit(written): name for written, name in (*others, *((each, OWN) for each in own))}
    ratio = fact.ratio_to
    limits = frozenset(map(fold_unit, ("", *ratio.name.values(), *words(ratio.words)))) if ratio else frozenset[str]()
    return _UnitTable(fact, names, limits, ratio is not None or any(map(begins_with_power, names)))


_COLLECTED: dict[int, _UnitTable] = {}
"""By the identity of the fact, which the table keeps alive: a fact holds dictionaries and cannot be hashed."""
_MAX_COLLECTED = 2_000
AMOUNT = re.compile(r"(-? ?\d[\d.,]*) ?([^\d\s_-].*)?")
_POWER_BEHIND = re.compile(rf"(?<=\d)(?: ?{TIMES_SIGN} ?| )({POWER_OF_TEN})")
_MULTIPLIED = re.compile(rf"^(?:{TIMES_SIGN}|times|fold)?(?:the(?=.))?")
