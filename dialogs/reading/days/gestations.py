"""Gestational and postmenstrual ages in completed days, as people write them: '36+6', '36 weeks 6 days', '36 weeks'."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from dialogs.definition.facts import GestationFact
from dialogs.reading.days.durations import DAYS, WEEKS, compute_days
from dialogs.reading.doubts import ask_back_for
from dialogs.reading.numbers.intervals import Ends, make_single, read_ends, rewrite_either, write_ends
from dialogs.reading.numbers.limits import Quantity, QuantityPair, make_exact, settle
from dialogs.reading.numbers.number_words import replace_number_words
from dialogs.reading.outcome import AskBackReading, CodedParts, Misread, Reading


@dataclass(frozen=True, slots=True)
class StatedGestation:
    """What one phrase may come to in days, the likeliest first. `bare` is its number where it has no unit."""

    quantities: tuple[Quantity, ...]
    doubt: str = ""
    unit: str = WEEKS
    bare: int | None = None


def read_gestation(fact: GestationFact, text: str) -> Reading:
    """Reads completed weeks and days, weeks alone (the seven days of that week), days, or an interval of them.

    A bare number, a stroke and a decimal are asked back.
    """
    plain = _strip_words(replace_number_words(text.casefold()))
    return _read_phrases(fact, plain)


def _read_phrases(fact: GestationFact, plain: str) -> Reading:
    reading = _read_ends(fact, make_single(plain))
    if reading == Misread("not_an_answer") and (shape := read_ends(plain)):
        reading = _read_ends(fact, shape)
    interval = rewrite_either(plain) if reading == Misread("not_an_answer") else ""
    return ask_back_for(_read_phrases(fact, interval), "either") if interval else reading


def read_stated(phrase: str) -> StatedGestation | Misread:
    """Returns what a phrase in small letters, which must be nothing but one gestation, comes to."""
    if match := WEEKS_AND_DAYS.fullmatch(phrase):
        weeks, days = (int(each) for each in match.groups()[:2])
        if days > _LAST_OF_WEEK:
            return Misread("days_of_week")
        return StatedGestation((_make_days(weeks, days),), "of_term" if match[3] else "")
    if match := _DECIMAL.fullmatch(phrase):
        return _read_decimal(int(match[1]), int(match[2]))
    match = _COUNT.fullmatch(phrase)
    if match is None:
        return Misread("not_an_answer")
    number, unit = int(match[1]), match[2] or ""
    if unit.startswith("d"):
        return StatedGestation((make_exact(Decimal(number)),), unit=DAYS)
    if unit:
        return StatedGestation((compute_days(Decimal(number), WEEKS),), "of_term" if unit == _OF_TERM else "")
    return StatedGestation(tuple(_read_bare(number).values()), "bare_weeks", "", number)


def _read_ends(fact: GestationFact, shape: Ends) -> Reading:
    stated: list[StatedGestation] = []
    for phrase in shape.phrases:
        each = read_stated(phrase)
        if isinstance(each, Misread):
            return each
        stated.append(each)
    if not stated:
        return Misread("not_an_answer")
    stated = _share_unit(stated)
    if not all(each.quantities for each in stated):
        return Misread("not_an_answer")
    doubt = next((each.doubt for each in stated if each.doubt), "")
    reading = settle(fact, shape, _make_pairs(fact, shape, stated), doubt)
    return _name_offers(reading, shape, stated) if isinstance(reading, AskBackReading) else reading


def _share_unit(stated: list[StatedGestation]) -> list[StatedGestation]:
    """Returns both ends of an interval; a first end without a unit has that of the second: '35-36 weeks'."""
    first, last = stated[0], stated[-1]
    if first.bare is None or not last.unit:
        return stated
    return [StatedGestation((compute_days(Decimal(first.bare), last.unit),), unit=last.unit), last]


def _make_pairs(fact: GestationFact, shape: Ends, stated: list[StatedGestation]) -> list[QuantityPair]:
    lows, highs = ([_clip(fact, each) for each in end.quantities] for end in (stated[0], stated[-1]))
    return [(low if shape.low else None, high if shape.high else None) for low, high in zip(lows, highs, strict=False)]


def _clip(fact: GestationFact, quantity: Quantity) -> Quantity:
    """Returns what of a week is possible, where a part of it is."""
    least, most = Decimal(str(fact.range.min)), Decimal(str(fact.range.max))
    if quantity.high < least or quantity.low > most:
        return quantity
    return Quantity(max(quantity.low, least), min(quantity.high, most), max(quantity.onset, least))


def _name_offers(asked: AskBackReading, shape: Ends, stated: list[StatedGestation]) -> AskBackReading:
    """Returns the ask-back of bare numbers with the unit of each offer, by which the next text can choose it."""
    numbers = [each.bare for each in stated if each.bare is not None]
    if len(numbers) < len(stated):
        return asked
    units = tuple(_read_bare(numbers[0]))
    count = write_ends(replace(shape, low=shape.low and str(numbers[0]), high=shape.high and str(numbers[-1])))
    named: CodedParts = tuple((unit, count) for unit in units) if len(units) == len(asked.offers) else ()
    return AskBackReading(asked.reason, asked.offers, named)


def _read_bare(number: int) -> dict[str, Quantity]:
    """Returns what a number without a unit may be: weeks, days, or nothing that is likely."""
    spans = {WEEKS: _LIKELY_WEEKS, DAYS: _LIKELY_DAYS}
    return {unit: compute_days(Decimal(number), unit) for unit, likely in spans.items() if number in likely}


def _read_decimal(weeks: int, tenth: int) -> StatedGestation:
    """Returns '36.5' as 36 weeks and 5 days, and as the day in which 36 and a half weeks are completed."""
    part = _make_days(weeks, tenth * 7 // 10)
    both = (_make_days(weeks, tenth), part) if tenth <= _LAST_OF_WEEK else (part,)
    return StatedGestation(tuple(dict.fromkeys(both)), "weeks_decimal")


def _make_days(weeks: int, days: int) -> Quantity:
    return make_exact(Decimal(7 * weeks + days))


def _strip_words(text: str) -> str:
    return " ".join(_COMPLETED.sub("", _BEHIND.sub("", _BEFORE.sub("", text))).split())


_LAST_OF_WEEK = 6
_LIKELY_WEEKS, _LIKELY_DAYS = range(20, 46), range(140, 321)
_OF_TERM = "/40"
_W = r"(?:weeks?|wks?|w)"
WEEKS_AND_DAYS = re.compile(
    rf"(\d{{1,2}}) ?(?:\+|{_W} ?\+|{_W}[ ,]*(?:and |& ?)?(?=\d{{1,2}} ?d)|w(?=\d)| (?=\d/7)) ?(\d{{1,2}})"
    rf"(?: ?(?:days?|d)\b|/7)?(?: ?{_W}\b)?(/40)?"
)
_DECIMAL = re.compile(rf"(\d{{1,2}})[.,](\d)(?: ?{_W})?")
_COUNT = re.compile(rf"(\d{{1,3}})(?: ?({_W}|d|days?|/40))?")
_NAMED = r"(?:gestational age|postmenstrual age|postmenstrual|gestation|ga|pma|pca)"
_BEFORE = re.compile(rf"^(?:(?:the|{_NAMED}|it|is|was|of|:|=)(?![^\W\d_]) ?)+")
_BEHIND = re.compile(rf"'?(?: (?:of )?(?:{_NAMED}|completed))+$")
_COMPLETED = re.compile(r"(?<=\d )(?:completed|full) (?=[a-z])")
