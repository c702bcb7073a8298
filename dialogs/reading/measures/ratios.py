"""Ratios to a limit of the laboratory: '120 U/L, limit 40' is 3, and so is '3 x ULN'."""

import re
from collections.abc import Iterable
from decimal import Decimal, localcontext
from functools import lru_cache

from dialogs.definition.facts import NumberFact
from dialogs.definition.wording import words
from dialogs.reading.measures.converted import GIVEN, ask_computed, spell_number, write_pair
from dialogs.reading.measures.laboratory_values import LaboratoryValue, read_value
from dialogs.reading.measures.units import FigureWithUnit
from dialogs.reading.numbers.exact import EXACT
from dialogs.reading.numbers.figures import find_doubt
from dialogs.reading.numbers.limits import Quantity, QuantityPair, make_exact
from dialogs.reading.outcome import AskBackReading, CodedParts, Misread, Reading

LIMIT = "limit"
"""The name of a coded part: the limit with which a value was given."""


def read_ratio(fact: NumberFact, text: str, earlier: CodedParts) -> Reading | None:
    """Reads a value with its limit, in small letters, in one message or in two; None where `text` is neither.

    `earlier` are the coded parts of the message before: a value that still needs its limit, or one with it.
    """
    behind, before, alone = _compile_parted(_list_limit_words(fact))
    if match := behind.fullmatch(text):
        return _divide(fact, read_value(match[1]), read_value(match[2]))
    if match := before.fullmatch(text):
        return _divide(fact, read_value(match[2]), read_value(match[1]))
    values = [part for name, part in earlier if name == GIVEN]
    has_limit = any(name == LIMIT for name, _ in earlier)
    named = alone.fullmatch(text)
    if len(values) != 1 or not (named or not has_limit):
        return None
    limit = read_value(named[1] if named else text)
    if not named and not isinstance(limit, LaboratoryValue):
        return None
    return _divide(fact, read_value(values[0].casefold()), limit)


def ask_for_limit(fact: NumberFact, text: str, refused: Misread) -> Reading:
    """Asks for the limit where a text that was refused is a value: in a laboratory's unit, or above every ratio."""
    value = read_value(text)
    if not isinstance(value, LaboratoryValue) or refused.reason not in {"unit", "range"}:
        return refused
    ends = [each for pair in value.pairs for each in pair if each is not None]
    if not value.unit and any(each.low <= Decimal(str(fact.range.max)) for each in ends):
        return refused
    return AskBackReading("limit", coded=((GIVEN, value.write()),))


def write_multiples(fact: NumberFact, text: str) -> str:
    """Returns a text in small letters with '< 1 uln' for '< uln', and '3 fold' for '3-fold'."""
    return _compile_bare(_list_limit_words(fact)).sub(r"\1 1 \2", _FOLD.sub(" fold", text))


def is_unsigned(fact: NumberFact, text: str) -> bool:
    """Says whether a text in small letters names the limit behind a number without a sign: '3 uln', '40 limit'."""
    return re.search(rf"\d ?(?:the )?(?:{_join_words(_list_limit_words(fact))})$", text) is not None


def may_be_value(fact: NumberFact, given: Iterable[FigureWithUnit]) -> bool:
    """Says whether figures without a unit may be the value itself, so that '25' is not 25 times the limit.

    They may where one lies above every threshold: there a value that was taken for a ratio decides a criterion.
    """
    if fact.ratio_to is None or not fact.thresholds:
        return False
    figures = list(given)
    most = max((each for figure in figures for each in figure.figure.readings), default=Decimal(0))
    return not any(each.unit is not None for each in figures) and most > Decimal(str(max(fact.thresholds)))


def _divide(fact: NumberFact, value: LaboratoryValue | Misread, limit: LaboratoryValue | Misread) -> Reading:
    if isinstance(value, Misread):
        return value
    if isinstance(limit, Misread):
        return limit
    if value.unit and limit.unit and value.unit != limit.unit:
        return Misread("limit_unit")
    limits = limit.figures[limit.shape.low].readings
    if limit.shape.low != limit.shape.high or any(each <= 0 for each in limits):
        return Misread("limit_number")
    unit = value.unit or limit.unit
    ways: list[tuple[CodedParts, QuantityPair]] = []
    for pair in value.pairs:
        given = write_pair(value.shape, pair, (unit, unit))
        for each in limits:
            coded = ((GIVEN, given), (LIMIT, f"{spell_number(each)} {unit}".strip()))
            ways.append((coded, (_divide_quantity(pair[0], each), _divide_quantity(pair[1], each))))
    doubt = find_doubt([*value.figures.values(), *limit.figures.values()])
    return ask_computed(fact, value.shape, ways, doubt)


def _divide_quantity(value: Quantity | None, limit: Decimal) -> Quantity | None:
    if value is None:
        return None
    with localcontext(EXACT):
        return make_exact(value.low / limit)


def _list_limit_words(fact: NumberFact) -> tuple[str, ...]:
    assert fact.ratio_to is not None
    return tuple(each.casefold() for each in (*fact.ratio_to.name.values(), *words(fact.ratio_to.words)))


@lru_cache(maxsize=64)
def _compile_parted(limits: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Returns what a value before its limit looks like, a value behind it, and a limit alone."""
    named = rf"(?:the |an? )?(?:{_join_words(limits)})(?: (?:is|was|of))?[ :=]*"
    amount = r"(-? ?\d[^,;()\[\]]*(?:,\d[^,;()\[\]]*)*?)"
    behind = rf"(.*?\d.*?)[ ,;:(\[]+(?:and |with |for |at )?{named}{amount}[ )\]]*"
    before = rf"{named}{amount}(?: ?[,;]+ ?(?:and |value )?| (?:and|value) )(.*\d.*)"
    return re.compile(behind), re.compile(before), re.compile(rf"{named}{amount}")


@lru_cache(maxsize=64)
def _compile_bare(limits: tuple[str, ...]) -> re.Pattern[str]:
    beside = r"[<>≤≥]=?|below|under|above|over|less than|more than|greater than|at most|at least|up to"
    return re.compile(rf"^({beside}) ?(?:the )?({_join_words(limits)})$")


def _join_words(limits: tuple[str, ...]) -> str:
    return "|".join(re.escape(each) for each in sorted(limits, key=len, reverse=True))


_FOLD = re.compile(r"(?<=\d)-fold\b")
