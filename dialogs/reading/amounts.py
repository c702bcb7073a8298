"""Numbers in the fact's unit or another, and intervals of them."""

import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from dialogs.definition.facts import NumberFact
from dialogs.definition.wording import words
from dialogs.reading.days.counts import TimeCount, read_count
from dialogs.reading.days.day_words import COUNTED
from dialogs.reading.days.durations import DAYS, UNITS
from dialogs.reading.days.twice import read_twice
from dialogs.reading.doubts import ask_back_for
from dialogs.reading.measures.converted import ask_for_unit, read_converted
from dialogs.reading.measures.ratios import ask_for_limit, is_unsigned, may_be_value, read_ratio, write_multiples
from dialogs.reading.measures.titres import strip_titres
from dialogs.reading.measures.units import FigureWithUnit, part_powers, read_measured
from dialogs.reading.numbers.figures import Figure, find_doubt
from dialogs.reading.numbers.intervals import Ends, make_single, read_ends, rewrite_either
from dialogs.reading.numbers.limits import Quantity, QuantityPair, list_pairs, make_exact, settle
from dialogs.reading.numbers.number_words import replace_article, replace_number_words
from dialogs.reading.outcome import AskBackReading, CodedParts, Misread, Reading
from dialogs.reading.own_name import strip_own_name


def read_amount(fact: NumberFact, text: str, earlier: CodedParts = ()) -> Reading:
    """Reads a number with or without the fact's unit, or an interval.

    A number in another unit of the fact, or beside a limit of the laboratory, is asked back with what it comes to. Any
    other unit is refused. `earlier` are the parts of the message before. Where the unit is days, weeks and months are
    asked back with the days that they may come to.
    """
    lowered = part_powers(fact, strip_own_name(fact, replace_number_words(text.casefold())))
    if fact.titre:
        lowered = strip_titres(lowered)
    reading = _read_figures(fact, lowered) if fact.ratio_to is None else _read_multiple(fact, lowered, earlier)
    if not _is_refused(reading):
        return reading
    for i, other in enumerate(fact.told):
        if _compile_others(tuple(words(other.words))).search(lowered):
            return Misread(f"told:{i}")
    if fact.titre and _RATIO.fullmatch(lowered):
        return Misread("titre")
    counts_days = any(UNITS.get(each.casefold()) == DAYS for each in (fact.unit or {}).values())
    return _read_days(fact, lowered) if counts_days else reading


def _read_multiple(fact: NumberFact, lowered: str, earlier: CodedParts) -> Reading:
    """Reads a multiple of a limit of the laboratory, or a value with that limit."""
    divided = read_ratio(fact, lowered, earlier)
    if divided is not None:
        return divided
    multiples = write_multiples(fact, lowered)
    reading = _read_figures(fact, multiples)
    if isinstance(reading, Misread):
        return ask_for_limit(fact, lowered, reading)
    return ask_back_for(reading, "named" if multiples == lowered and is_unsigned(fact, lowered) else "")


def _read_days(fact: NumberFact, lowered: str) -> Reading:
    """Reads a number of days with words around it, in other units, or said twice."""
    plain = _DOSE_BEFORE.sub("", replace_article(_COUNTED_BEFORE.sub("", lowered)))
    plain = _DAY_ONE_TO.sub(r"\1 days", _OUT_OF.sub(r"\1 days", plain))
    neutral = _compile_neutral(tuple(words(fact.neutral)))
    counted = _COUNTED_BEHIND.sub("", _COUNTED_BEFORE.sub("", neutral.sub("", plain)))
    reading = _read_figures(fact, counted)
    if not _is_refused(reading):
        return reading
    return _ask_for_days(fact, counted) or read_twice(fact, counted, DAYS) or reading


@lru_cache(maxsize=64)
def _compile_neutral(said: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"^(?:(?:{'|'.join(re.escape(each.casefold()) for each in said) or '(?!)'})[ ,:]+)+(?=.*\d ?d)")


@lru_cache(maxsize=64)
def _compile_others(told: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(re.escape(each.casefold()) for each in told)})(?![^\W\d_])")


def _is_refused(reading: Reading) -> bool:
    return isinstance(reading, Misread) and reading.reason in {"not_an_answer", "unit", "units"}


def _read_figures(fact: NumberFact, lowered: str) -> Reading:
    reading = _read_ends(fact, make_single(lowered))
    if _is_refused(reading) and (shape := read_ends(lowered)):
        reading = _read_ends(fact, shape)
    interval = rewrite_either(lowered) if _is_refused(reading) else ""
    return ask_back_for(_read_figures(fact, interval), "either") if interval else reading


def _ask_for_days(fact: NumberFact, text: str) -> Reading | None:
    """Asks back weeks or months: as the days of just so many, and as the days of so many and a part of the next."""
    for shape in (make_single(text), read_ends(text)):
        counts = [read_count(phrase) for phrase in shape.phrases] if shape else []
        known = [each for each in counts if isinstance(each, TimeCount)]
        if shape and known and len(known) == len(counts) and known[-1].unit:
            low, high = (each.make_quantity(known[-1].unit) for each in (known[0], known[-1]))
            widest = _drop_open_ends(shape, (_clip(fact, low), _clip(fact, high)))
            just = _drop_open_ends(shape, (make_exact(low.low), make_exact(high.low)))
            doubt = "notation" if known[-1].doubt == "notation" else "in_days"
            settled = settle(fact, shape, [widest] if any(each.widest for each in known) else [just, widest], doubt)
            if doubt == "notation" and isinstance(settled, AskBackReading) and len(settled.offers) == 1:
                return replace(settled, coded=((known[0].unit, str(known[0].number)),))
            return settled
    return None


def _drop_open_ends(shape: Ends, pair: tuple[Quantity, Quantity]) -> QuantityPair:
    return pair[0] if shape.low else None, pair[1] if shape.high else None


def _clip(fact: NumberFact, quantity: Quantity) -> Quantity:
    """Returns what of a quantity is possible, where its beginning is."""
    most = max(Decimal(str(fact.range.max)), quantity.low)
    return Quantity(quantity.low, min(quantity.high, most), min(quantity.onset, most))


def _read_ends(fact: NumberFact, shape: Ends) -> Reading:
    if not shape.phrases:
        return Misread("not_an_answer")  # nothing was left of the text, as of "x"
    given: dict[str, FigureWithUnit] = {"": FigureWithUnit(Figure(()), None)}
    for phrase in shape.phrases:
        read = read_measured(fact, phrase)
        if isinstance(read, Misread):
            return read
        given[phrase] = read
    if any(each.unit for each in given.values()):
        return read_converted(fact, shape, given)
    low, high = ([make_exact(each) for each in given[phrase].figure.readings] for phrase in (shape.low, shape.high))
    doubt = find_doubt(each.figure for each in given.values())
    is_doubtful = not doubt and may_be_value(fact, given.values())
    reading = settle(fact, shape, list_pairs(shape, low, high), "named" if is_doubtful else doubt)
    return ask_for_unit(fact, shape, given, reading) if fact.units else reading


def _compile_counted() -> tuple[re.Pattern[str], re.Pattern[str]]:
    said = "|".join(re.escape(each) for each in sorted(words(COUNTED), key=len, reverse=True))
    return re.compile(rf"^(?:(?:{said})(?![^\W\d_]) ?)+"), re.compile(rf"(?:[ ,-](?:{said}))+$")


_COUNTED_BEFORE, _COUNTED_BEHIND = _compile_counted()
_DOSE_BEFORE = re.compile(r"^\d[\d.,]* ?(?:mg|mcg|µg|g)(?: ?/ ?(?:kg|m2|m²|day|d|dose))* ?(?=(?:x|×|for) ?\d+ ?d)")
"""How much was given on those days is another question."""
_RATIO = re.compile(r"[\d.,]+ ?[:/] ?[\d.,:/ ]*")
_OUT_OF = re.compile(r"(\d{1,3})(?: days?)? (?:out of|of the)(?: last| those)? \d{1,3} days?$")
_DAY_ONE_TO = re.compile(r"(?:days?|d) ?1 ?(?:-|to|until|through) ?(?:day |d)?(\d{1,3})$")
