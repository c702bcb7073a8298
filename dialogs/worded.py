"""Answers in words, as people read them: '120 days', '334 to 365 days', 'Rearranged', 'more than 10 mg/m²/day'."""

from datetime import date

from dialogs import headings
from dialogs.answers import Answer, Interval, Known, Pending, Unknown
from dialogs.definition.facts import ChoiceFact, Fact, NumericFact, YesNoFact
from dialogs.definition.wording import say

_LIMITED = {
    (True, True): "{low} to {high}",
    (True, False): "at least {low}",
    (False, True): "at most {high}",
}
_STRICT = {(True, True): "more than {low} and less than {high}", (True, False): "more than {low}", (False, True): "less than {high}"}
_YES_NO = {"no": "No", "yes": "Yes"}
_DIGITS = 8


def worded(fact: Fact, answer: Answer) -> str:
    """Returns the answer to `fact` in words, with its unit."""
    if isinstance(answer, Unknown):
        return headings.UNKNOWN
    if isinstance(answer, Pending):
        label = headings.PENDING if fact.pending is None else lowered(say(fact.pending.label))
        return label if answer.expected is None else label + headings.EXPECTED.format(day=day(answer.expected))
    if isinstance(fact, ChoiceFact | YesNoFact):
        return option_label(fact, str(answer.value)) if isinstance(answer, Known) else "?"
    if isinstance(answer, Interval):
        return f"{span(answer)} {say(fact.unit)}"
    return amount(fact, answer.value)


def option_label(fact: ChoiceFact | YesNoFact, code: str) -> str:
    """Returns what the button of the option `code` says."""
    option = fact.options.get(code)  # type: ignore[call-overload]  # the two kinds key their options differently
    return say(option.label) if option is not None else _YES_NO[code]


def option_codes(fact: ChoiceFact | YesNoFact) -> list[str]:
    """Returns the codes of the options, in the order of their buttons."""
    return list(_YES_NO) if isinstance(fact, YesNoFact) else list(fact.options)


def amount(fact: NumericFact, number: object) -> str:
    """Returns a number with its unit, such as '1 day' or '9.92 mg/m²/day'."""
    unit = fact.unit_one if number == 1 and fact.unit_one else fact.unit
    return f"{figure(number)} {say(unit)}"


def span(interval: Interval) -> str:
    """Returns an interval in words, without a unit."""
    strict = interval.above is not None or interval.below is not None
    low = interval.above if interval.above is not None else interval.min
    high = interval.below if interval.below is not None else interval.max
    if strict and None not in (low, high) and None in (interval.above, interval.below):
        lower = f"more than {figure(low)}" if interval.above is not None else f"at least {figure(low)}"
        return f"{lower} and " + (f"less than {figure(high)}" if interval.below is not None else f"at most {figure(high)}")
    table = _STRICT if strict else _LIMITED
    return table[low is not None, high is not None].format(low=figure(low), high=figure(high))


def figure(number: object) -> str:
    """Returns a number as it was given, or to two decimals where it was computed; never so that it looks rounder than it is."""
    if not isinstance(number, float):
        return str(number)
    if number.is_integer():
        return str(int(number))
    exact = repr(number)
    if len(exact) <= _DIGITS:
        return exact
    for decimals in range(2, 17):
        rounded = f"{number:.{decimals}f}"
        if not float(rounded).is_integer():
            return rounded.rstrip("0")
    return exact


def lowered(sentence: str) -> str:
    """Returns a sentence with a small first letter."""
    return sentence[:1].lower() + sentence[1:]


def day(value: date) -> str:
    """Returns a date as '1 December 2026', which reads the same everywhere."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
