"""Numbers in another unit of the fact: they are converted exactly, and asked back with what they come to."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, localcontext

from dialogs.definition.facts import NumberFact
from dialogs.reading.measures.units import OWN, FigureWithUnit
from dialogs.reading.numbers.exact import EXACT
from dialogs.reading.numbers.figures import POINT, find_doubt
from dialogs.reading.numbers.intervals import Ends, make_single, write_ends
from dialogs.reading.numbers.limits import QuantityPair, list_pairs, make_exact, settle
from dialogs.reading.outcome import DOUBT, AskBackReading, CodedParts, Misread, Read, Reading
from dialogs.rules.answers import Answer

GIVEN = "given"
"""The name of a coded part: a figure or an interval as it was given, with its unit by the name that we know."""
_Way = tuple[CodedParts, QuantityPair]
"""One way to take what was given, coded, with the ends that it comes to in the fact's unit."""


def read_converted(fact: NumberFact, shape: Ends, given: Mapping[str, FigureWithUnit]) -> Reading:
    """Asks back what the `given` phrases at both ends come to in the fact's unit. A unit counts for both ends."""
    named = [each.unit for each in given.values() if each.unit is not None]
    units = [_get_unit(given, phrase, named) for phrase in (shape.low, shape.high)]
    doubt = find_doubt(each.figure for each in given.values())
    return ask_computed(fact, shape, _convert_ends(fact, shape, given, units), doubt)


def ask_for_unit(fact: NumberFact, shape: Ends, given: Mapping[str, FigureWithUnit], reading: Reading) -> Reading:
    """Asks whether figures without a unit are in another one: where the fact's own is impossible, or less likely.

    `reading` is what they are in the fact's own. Another unit is likelier where it brings them nearer to a threshold,
    as a ratio, and beyond it. Where that is 1.5, neutrophils of 500 are rather per µL than 10^9/L.
    """
    is_out = isinstance(reading, Misread) and reading.reason == "range"
    if any(each.unit is not None for each in given.values()) or not (is_out or isinstance(reading, Read)):
        return reading
    own, *others = [_convert_ends(fact, shape, given, (unit, unit)) for unit in (OWN, *fact.units)]
    likely = [way for each in others if is_out or _is_likelier(fact, each, own) for way in each]
    asked = ask_computed(fact, shape, [*own, *likely], find_doubt(each.figure for each in given.values()))
    is_other = isinstance(asked, AskBackReading) and (is_out or len(asked.offers) > 1)
    return asked if likely and is_other else reading


def _is_likelier(fact: NumberFact, ways: Sequence[_Way], own: Sequence[_Way]) -> bool:
    """Says whether the ends lie nearer to a threshold in one way than in their own, and on another side of one."""
    limits = [Decimal(str(each)) for each in fact.thresholds if each > 0]
    pairs = [[each.low for _, pair in two for each in pair if each is not None and each.low > 0] for two in (ways, own)]
    distances = [
        min((max(end / limit, limit / end) for end in ends for limit in limits), default=Decimal(1)) for ends in pairs
    ]
    sides = [[end.compare(limit) for end in ends for limit in limits] for ends in pairs]
    return distances[0] < distances[1] and sides[0] != sides[1]


def _convert_ends(
    fact: NumberFact, shape: Ends, given: Mapping[str, FigureWithUnit], units: Sequence[str]
) -> list[_Way]:
    """Returns each reading of the ends in the fact's unit, with how it was given, when the ends are in `units`."""
    ends: list[list[Decimal]] = []
    converted: list[list[Decimal]] = []
    for phrase, unit in zip((shape.low, shape.high), units, strict=True):
        readings = list(given[phrase].figure.readings) if phrase else []
        ends.append(readings)
        converted.append([_convert(fact, each, unit) for each in readings])
    typed, computed = (list_pairs(shape, *(list(map(make_exact, each)) for each in two)) for two in (ends, converted))
    said = [_write_given(fact, shape, pair, units) for pair in typed]
    return [(((GIVEN, each),), pair) for each, pair in zip(said, computed, strict=True)]


def ask_computed(fact: NumberFact, shape: Ends, ways: Iterable[_Way], doubt: str = "") -> Reading:
    """Asks back with each possible number, beside the coded parts from which it was computed, and with a `doubt`."""
    offers: dict[Answer, CodedParts] = {}
    refused: Misread | None = None
    for coded, pair in ways:
        settled = settle(fact, shape, [pair])
        if isinstance(settled, Misread):
            refused = refused or settled
            continue
        assert isinstance(settled, Read), "one way is not doubtful"
        offers.setdefault(settled.answer, coded)
    if refused is not None and not offers:
        return refused
    if doubt == POINT:
        doubt = "grouped" if len(offers) > 1 else ""
    parts = tuple(part for coded in offers.values() for part in coded)
    return AskBackReading("converted", tuple(offers), (*parts, *(((DOUBT, doubt),) if doubt else ())))


def spell_number(number: Decimal) -> str:
    """Returns a typed number in plain figures, without needless zeros."""
    return f"{number.normalize():f}"


def write_pair(shape: Ends, pair: QuantityPair, units: Iterable[str]) -> str:
    """Returns an interval of numbers as coded, such as 'less than 5.6 mmol/L', or '5 to 6 mmol/L'."""
    low, high = (spell_number(each.low) if each else "" for each in pair)
    lower, upper = units
    last = f"{high} {upper}".strip()
    if shape.low == shape.high:
        return write_ends(make_single(last))
    first = low if high and lower == upper else f"{low} {lower}".strip()
    return write_ends(Ends(low and first, high and last, shape.low_strict, shape.high_strict))


def _get_unit(given: Mapping[str, FigureWithUnit], phrase: str, named: list[str]) -> str:
    unit = given[phrase].unit if phrase else None
    return named[-1] if unit is None else unit


def _convert(fact: NumberFact, number: Decimal, unit: str) -> Decimal:
    if unit == OWN:
        return number
    how = fact.units[unit]
    with localcontext(EXACT):
        return number * Decimal(str(how.times)) + Decimal(str(how.plus))


def _write_given(fact: NumberFact, shape: Ends, pair: QuantityPair, units: Iterable[str]) -> str:
    own = next(iter((fact.unit or {}).values()), "")
    return write_pair(shape, pair, [own if each == OWN else each for each in units])
