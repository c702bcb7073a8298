"""Ratios to a limit of the laboratory: '120 U/L, limit 40' is 3, and so is '3 x ULN'."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from functools import lru_cache

from dialogs.definition.facts import NumberFact
from dialogs.definition.unit_spelling import fold_unit
from dialogs.definition.wording import words
from dialogs.reading.measures.converted import GIVEN, ask_computed, spell_number, write_pair
from dialogs.reading.measures.laboratory_units import LABORATORY_UNITS
from dialogs.reading.measures.units import AMOUNT
from dialogs.reading.numbers.exact import EXACT
from dialogs.reading.numbers.figures import Figure, find_doubt, read_figure
from dialogs.reading.numbers.intervals import Ends, make_single, read_ends, write_ends
from dialogs.reading.numbers.limits import Quantity, QuantityPair, list_pairs, make_exact
from dialogs.reading.outcome import AskBackReading, CodedParts, Misread, Reading

LIMIT = "limit"
"""The name of a coded part: the limit with which a value was given."""


@dataclass(frozen=True, slots=True)
class LaboratoryValue:
    """A value, or an interval of values, with the unit in which a laboratory gave it; empty where none was written."""

    shape: Ends
    figures: dict[str, Figure]
    unit: str

    @property
    def pairs(self) -> list[QuantityPair]:
        """What the value may be at both ends."""
        low, high = (
            [make_exact(each) for each in self.figures[end].readings] for end in (self.shape.low, self.shape.high)
        )
        return list_pairs(self.shape, low, high)


def read_ratio(fact: NumberFact, text: str, earlier: CodedParts) -> Reading | None:
    """Reads a value with its limit, in small letters, in one message or in two; None where `text` is neither.

    `earlier` are the coded parts of the message before: a value that still needs its limit, or one with it.
    """
    for value, limit in _list_parted(fact, text):
        return _divide(fact, _read_value(value), _read_value(limit))
    values = [part for name, part in earlier if name == GIVEN]
    has_limit = any(name == LIMIT for name, _ in earlier)
    named = _compile_parted(_list_limit_words(fact))[2].fullmatch(text)
    if len(values) != 1 or not (named or not has_limit):
        return None
    limit = _read_value(named[1] if named else text)
    if not named and not isinstance(limit, LaboratoryValue):
        return None
    return _divide(fact, _read_value(values[0].casefold()), limit)


def ask_for_limit(fact: NumberFact, text: str, refused: Misread) -> Reading:
    """Asks for the limit where a text that was refused is a value: in a laboratory's unit, or above every ratio."""
    value = _read_value(text)
    if not isinstance(value, LaboratoryValue) or refused.reason not in {"unit", "range"}:
        return refused
    ends = [each for pair in value.pairs for each in pair if each is not None]
    if not value.unit and any(each.low <= Decimal(str(fact.range.max)) for each in ends):
        return refused
    return AskBackReading("limit", coded=((GIVEN, _write_typed(value)),))


def write_multiples(fact: NumberFact, text: str) -> str:
    """Returns a text in small letters with '< 1 uln' for '< uln', and '3 fold' for '3-fold'."""
    return _compile_bare(_list_limit_words(fact)).sub(r"\1 1 \2", _FOLD.sub(" fold", text))


def _divide(fact: NumberFact, value: LaboratoryValue | Misread, limit: LaboratoryValue | Misread) -> Reading:
    for each in (value, limit):
        if isinstance(each, Misread):
            return each
    assert isinstance(value, LaboratoryValue)
    assert isinstance(limit, LaboratoryValue)
    if limit.shape.low != limit.shape.high:
        return Misread("limit_interval")
    if value.unit and limit.unit and value.unit != limit.unit:
        return Misread("limit_unit")
    limits = limit.figures[limit.shape.low].readings
    if any(each <= 0 for each in limits):
        return Misread("limit_zero")
    units = [value.unit or limit.unit] * 2
    ways: list[tuple[CodedParts, QuantityPair]] = []
    for pair in value.pairs:
        for each in limits:
            beside = f"{spell_number(each)} {units[0]}".strip()
            coded = ((GIVEN, write_pair(value.shape, pair, units)), (LIMIT, beside))
            low, high = (_divide_quantity(end, each) for end in pair)
            ways.append((coded, (low, high)))
    doubt = find_doubt([*value.figures.values(), *limit.figures.values()])
    return ask_computed(fact, value.shape, ways, doubt)


def _divide_quantity(value: Quantity | None, limit: Decimal) -> Quantity | None:
    if value is None:
        return None
    with localcontext(EXACT):
        return make_exact(value.low / limit)


def _list_parted(fact: NumberFact, text: str) -> Iterator[tuple[str, str]]:
    """Yields the value and the limit of a text that names the limit."""
    behind, before, _ = _compile_parted(_list_limit_words(fact))
    if match := behind.fullmatch(text):
        yield match[1], match[2]
    elif match := before.fullmatch(text):
        yield match[2], match[1]


def _read_value(text: str) -> LaboratoryValue | Misread:
    single = _read_shape(make_single(text))
    shape = read_ends(text) if isinstance(single, Misread) else None
    return single if shape is None else _read_shape(shape)


def _read_shape(shape: Ends) -> LaboratoryValue | Misread:
    if not shape.phrases:
        return Misread("not_an_answer")
    figures: dict[str, Figure] = {"": Figure(())}
    units: set[str] = set()
    for phrase in shape.phrases:
        match = AMOUNT.fullmatch(phrase)
        if match is None:
            return Misread("not_an_answer")
        figure = read_figure(match[1], whole=False)
        if isinstance(figure, Misread):
            return figure
        figures[phrase] = figure
        if match[2]:
            if fold_unit(match[2]) not in LABORATORY_UNITS:
                return Misread("unit")
            units.add(LABORATORY_UNITS[fold_unit(match[2])])
    return Misread("limit_unit") if len(units) > 1 else LaboratoryValue(shape, figures, "".join(units))


def _write_typed(value: LaboratoryValue) -> str:
    """Returns a value with its figures as they were typed: '1,200' is still to be asked about."""
    low, high = (_take_figure(end) for end in (value.shape.low, value.shape.high))
    return f"{write_ends(replace(value.shape, low=low, high=high))} {value.unit}".strip()


def _take_figure(phrase: str) -> str:
    match = AMOUNT.fullmatch(phrase)
    return match[1].strip() if match else ""


def _list_limit_words(fact: NumberFact) -> tuple[str, ...]:
    assert fact.ratio_to is not None
    return tuple(each.casefold() for each in (*fact.ratio_to.name.values(), *words(fact.ratio_to.words)))


@lru_cache(maxsize=64)
def _compile_parted(limits: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Returns what a value before its limit looks like, a value behind it, and a limit alone."""
    named = rf"(?:the |an? )?(?:{_join_words(limits)})(?: (?:is|was|of))?[ :=]*"
    amount = r"(-? ?\d[^,;()\[\]]*(?:,\d[^,;()\[\]]*)*?)"
    behind = rf"(.*?\d.*?)[ ,;:(\[]+(?:and |with |for |at )?{named}{amount}[ )\]]*"
    before = rf"{named}{amount}[ ,;:]+(?:and |value )?(.*\d.*)"
    return re.compile(behind), re.compile(before), re.compile(rf"{named}{amount}")


@lru_cache(maxsize=64)
def _compile_bare(limits: tuple[str, ...]) -> re.Pattern[str]:
    beside = r"[<>≤≥]=?|below|under|above|over|less than|more than|greater than|at most|at least|up to"
    return re.compile(rf"^({beside}) ?(?:the )?({_join_words(limits)})$")


def _join_words(limits: tuple[str, ...]) -> str:
    return "|".join(re.escape(each) for each in sorted(limits, key=len, reverse=True))


_FOLD = re.compile(r"(?<=\d)-fold\b")
