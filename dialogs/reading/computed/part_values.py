"""What the parts of a formula amount to, and how they are coded between two messages: '1.1 mg/dL', '32+4', 'female'."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from dialogs.reading.computed.formula_parts import SEX, FormulaPart, PartUnit, StatedPart
from dialogs.reading.computed.part_words import SEXES
from dialogs.reading.days.durations import compute_days
from dialogs.reading.days.gestations import read_stated
from dialogs.reading.numbers.figures import Figure, read_figure
from dialogs.reading.outcome import CodedParts, Misread

CODE = "part:"
"""Stands before the code of a part among coded parts."""
PartValues = Mapping[str, str]
"""Parts by their codes, each in coded form."""


@dataclass(frozen=True, slots=True)
class PartSpan:
    """From where to where a part may lie, in the part's first unit, or in days."""

    low: Fraction
    high: Fraction


def list_possible(stated: StatedPart) -> tuple[str, ...]:
    """Returns a stated part in each coded form that is possible; none where no patient can have such a part."""
    if stated.part.code == SEX:
        return (stated.figure,)
    if "+" in stated.figure:
        return (stated.figure,) if _measure(stated.part, stated.figure) else ()
    figure = read_figure(stated.figure, whole=stated.part.whole)
    readings = figure.readings if isinstance(figure, Figure) else ()
    codes = (f"{_format_plainly(each)} {unit.name}" for unit in stated.units for each in readings)
    return tuple(dict.fromkeys(code for code in codes if _measure(stated.part, code)))


def measure_part(part: FormulaPart, coded: str) -> PartSpan:
    """Returns from where to where a coded part, which must be possible, may lie."""
    span = _measure(part, coded)
    assert span is not None, "only possible parts are coded"
    return span


def encode_values(values: PartValues) -> CodedParts:
    """Returns parts in coded form, each with its name."""
    return tuple((f"{CODE}{code}", value) for code, value in values.items())


def decode_values(parts: Iterable[FormulaPart], coded: CodedParts) -> dict[str, str]:
    """Returns the parts among coded ones, in the order of the formula; what this program never writes is left out."""
    said = dict(coded)
    found = {part.code: said.get(f"{CODE}{part.code}", "") for part in parts}
    return {part.code: found[part.code] for part in parts if _is_coded(part, found[part.code])}


def _is_coded(part: FormulaPart, coded: str) -> bool:
    if part.code == SEX:
        return coded in SEXES
    return bool(coded) and _measure(part, coded) is not None


def _format_plainly(number: Decimal) -> str:
    """Returns a number in digits, without needless zeros behind its point."""
    return str(int(number)) if number == number.to_integral_value() else f"{number.normalize():f}"


def _measure(part: FormulaPart, coded: str) -> PartSpan | None:
    """Returns the span of a coded part within its limits; None where it is not possible."""
    figure, _, name = coded.partition(" ")
    unit = next((each for each in part.units if each.name == name), None)
    if "+" in figure:
        days = read_stated(figure)
        return (
            None if isinstance(days, Misread) else _clip(part.units[0], days.quantities[0].low, days.quantities[0].low)
        )
    number = read_figure(figure, whole=part.whole)
    if unit is None or not isinstance(number, Figure):
        return None
    if part.notation:
        days_of = compute_days(number.readings[0], name)
        return _clip(unit, days_of.low, days_of.high)
    exact = Fraction(number.readings[0])
    return PartSpan(exact * unit.times, exact * unit.times) if unit.least <= exact <= unit.most else None


def _clip(unit: PartUnit, low: Decimal, high: Decimal) -> PartSpan | None:
    """Returns what of a span of days lies within the limits; None where nothing does."""
    least, most = max(Fraction(low), unit.least), min(Fraction(high), unit.most)
    return PartSpan(least, most) if least <= most else None
