"""What a person can answer: a value, an interval, "unknown", or "pending".

A fact that was not asked has no answer at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

Value = str | int | float
"""A code of a choice, a whole number, or a decimal number in the fact's unit."""


@dataclass(frozen=True, slots=True)
class Known:
    """An exactly known value.

    `clear_on` is the first day on which a waiting window is over, derived when the person gave dates. The dates
    themselves are forgotten. It is None where only a number is known.
    """

    value: Value
    clear_on: date | None = None


@dataclass(frozen=True, slots=True)
class Interval:
    """A number known only within limits, in the fact's unit: `min` and `max` belong to it, `above` and `below` do not.

    At most one lower limit (`min` or `above`) and one upper limit (`max` or `below`) is set; a missing one is open.
    """

    min: int | float | None = None
    max: int | float | None = None
    above: int | float | None = None
    below: int | float | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """Asked, and nobody knows."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A result is awaited, or the time for it has not come; `expected` changes no logic."""

    expected: date | None = None


@dataclass(frozen=True, slots=True)
class Selected:
    """The options that are so, of a fact of which several may be; those of `untested` nobody knows, all others are not.

    Both stand in the order of the definition. No code at all means none of them.
    """

    codes: tuple[str, ...] = ()
    untested: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LastDose:
    """How many days lie between the last dose of a drug and the end of the wait: from `least` to `most`, if known."""

    drug: str
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class LastDoses:
    """The drugs that were given, each with its last dose, in the order of the definition; none where there is none.

    `clear_on` is the first day on which every waiting time is over, where all dates of those that run were given.
    """

    doses: tuple[LastDose, ...] = ()
    clear_on: date | None = None


Answer = Known | Interval | Unknown | Pending | Selected | LastDoses
Answers = Mapping[str, Answer]
"""Answers by fact id; a fact that is absent was not asked."""

UNKNOWN = Unknown()
PENDING = Pending()
