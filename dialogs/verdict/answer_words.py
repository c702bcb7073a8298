"""Answers in words, as people read them: '120 days', '334 to 365 days', 'Rearranged'."""

from datetime import date

from dialogs.definition import small_words
from dialogs.definition.facts import (
    ChoiceFact,
    DoseFact,
    Fact,
    GestationFact,
    NumericFact,
    SeveralFact,
    WashoutsFact,
    YesNoFact,
    get_number_label,
    get_option_label,
    get_unit_word,
)
from dialogs.definition.wording import say, spell_code
from dialogs.rules.answers import Answer, Interval, Known, LastDoses, Pending, Selected, Unknown
from dialogs.verdict import headings
from dialogs.verdict.figures import _count_decimals, format_figure, word_limits
from dialogs.verdict.last_doses import word_last_doses
from dialogs.verdict.rounded_figures import is_rounded, round_figure
from dialogs.verdict.selected_words import word_selected

WASHOUTS = {"over": headings.WAITS_OVER, "running": headings.WAITS_RUNNING}
"""What waiting times can come to, in words."""


def word_answer(fact: Fact, answer: Answer) -> str:
    """Returns the answer to `fact` in words, with its unit."""
    if isinstance(answer, Unknown):
        return headings.UNKNOWN
    if isinstance(answer, Pending):
        label = headings.PENDING if fact.pending is None else lower_first(say(fact.pending.label))
        day = answer.expected
        return label if day is None else headings.EXPECTED.format(label=label, day=format_day(day))
    if isinstance(fact, SeveralFact):
        return (
            word_selected(fact, answer) if isinstance(answer, Selected) else get_option_label(fact, _get_code(answer))
        )
    if isinstance(fact, ChoiceFact | YesNoFact):
        return get_option_label(fact, str(answer.value)) if isinstance(answer, Known) else "?"
    if isinstance(fact, WashoutsFact):
        return word_last_doses(fact, answer) if isinstance(answer, LastDoses) else WASHOUTS.get(_get_code(answer), "?")
    if isinstance(answer, Interval):
        number = _format_rounded(fact, answer) if is_rounded(fact) else format_span(answer, fact)
        return join_unit(number, word_unit(fact, _find_lone_limit(answer)))
    assert isinstance(answer, Known), "a number is known, exactly or within limits"
    return get_number_label(fact, answer.value) or format_amount(fact, answer.value)


def _get_code(answer: Answer) -> str:
    return str(answer.value) if isinstance(answer, Known) else ""


def word_event(fact: Fact) -> str:
    """Returns when an awaited answer to `fact` is there, such as 'when the genetic result is there'."""
    return headings.WHEN_THERE if fact.come_back is None else say(fact.come_back)


def format_amount(fact: NumericFact, number: object) -> str:
    """Returns a number with its unit, such as '1 day' or '9.92 mg/m²/day'."""
    figure = round_figure(fact, number) if is_rounded(fact) else format_number(fact, number)
    return join_unit(figure, word_unit(fact, number))


def join_unit(number: str, unit: str) -> str:
    """Returns a number in words with its unit, if it has one: '10 days', '5.7%'."""
    if unit == headings.PERCENT:
        return f"{number}{unit}"
    return headings.AMOUNT.format(number=number, unit=unit) if unit else number


def word_unit(fact: NumericFact, number: object = None) -> str:
    """Returns the unit after a number, empty where it has none; a dose says of which drug it is the equivalent.

    One that begins with a digit is multiplied: '× 10^9/L'.
    """
    unit = say(fact.unit_one) if number == 1 and fact.unit_one else get_unit_word(fact)
    if unit[:1].isdecimal():
        return headings.TIMES.format(unit=unit)
    if not isinstance(fact, DoseFact):
        return unit
    return headings.EQUIVALENT.format(unit=unit, reference=spell_code(fact.reference))


def format_number(fact: Fact | None, number: object, decimals: int = 0) -> str:
    """Returns a number as people read it in this fact: a gestation in weeks and days, any other in figures."""
    if not isinstance(fact, GestationFact) or not isinstance(number, int):
        return format_figure(number, decimals)
    weeks, days = divmod(number, 7)
    return headings.WEEKS_AND_DAYS.format(weeks=weeks, days=days)


def format_figures(answer: Known | Interval, fact: Fact | None = None) -> str:
    """Returns a number or an interval in words, without a unit."""
    return format_span(answer, fact) if isinstance(answer, Interval) else format_number(fact, answer.value)


def _find_lone_limit(interval: Interval) -> object:
    """Returns the limit of an interval that has but one: 'less than 1 day'."""
    limits = [each for each in (interval.min, interval.max, interval.above, interval.below) if each is not None]
    return limits[0] if len(limits) == 1 else None


def format_span(interval: Interval, fact: Fact | None = None) -> str:
    """Returns an interval in words, without a unit."""
    decimals = max(map(_count_decimals, (interval.min, interval.max, interval.above, interval.below)))
    is_above, is_below = interval.above is not None, interval.below is not None
    limits = (interval.above if is_above else interval.min, interval.below if is_below else interval.max)
    low, high = ("" if each is None else format_number(fact, each, decimals) for each in limits)
    return word_limits(low, high, is_above=is_above, is_below=is_below)


def _format_rounded(fact: NumericFact, interval: Interval) -> str:
    """Returns an interval in words whose limits may have been converted; neither seems to be the other."""
    is_above, is_below = interval.above is not None, interval.below is not None
    lowest, highest = interval.above if is_above else interval.min, interval.below if is_below else interval.max
    low = "" if lowest is None else round_figure(fact, lowest, highest)
    high = "" if highest is None else round_figure(fact, highest, lowest)
    return word_limits(low, high, is_above=is_above, is_below=is_below)


def raise_first(sentence: str) -> str:
    """Returns a sentence with a capital first letter."""
    return sentence[:1].upper() + sentence[1:]


def lower_first(sentence: str) -> str:
    """Returns a sentence with a small first letter."""
    return sentence[:1].lower() + sentence[1:]


def format_day(value: date) -> str:
    """Returns a date as '1 December 2026', which reads the same everywhere."""
    return small_words.DAY.format(day=value.day, month=small_words.MONTHS[value.month - 1], year=value.year)
