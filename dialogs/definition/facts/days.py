"""Facts that are answered by the days between two events."""

from typing import Annotated, Literal

from pydantic import Field

from dialogs.definition.facts.number_forms import Computed
from dialogs.definition.facts.numbers import UnitBase
from dialogs.definition.wording import Wording, Words


class DaysBase(UnitBase):
    """Whole days between two days; the days themselves are turned into a number and forgotten."""

    start: Annotated[Wording, Field(description="The first of the two days, such as 'birth'.")]
    end: Annotated[Wording, Field(description="The second of the two days, such as 'diagnosis'.")]
    start_words: Annotated[
        Words | None, Field(description="Other words for the first day, as people label a date: 'born'.")
    ] = None
    end_words: Annotated[Words | None, Field(description="Other words for the second day.")] = None


class AgeFact(DaysBase):
    """An age in days: days, weeks, months, years, or two dates. A bare number under `bare_from` is asked back."""

    kind: Literal["age"]
    bare_from: Annotated[int, Field(description="The smallest number that, without a unit, is taken as days.")] = 60


class DaysBetweenFact(DaysBase):
    """Days between two events: days, weeks, or two dates."""

    kind: Literal["days_between"]
    may_be_age: Annotated[
        Wording | None,
        Field(
            description="That a figure in weeks or months may be an age at the first event, as one sentence; "
            "it is then said, and asked back."
        ),
    ] = None
    clear_from: Annotated[
        int | None,
        Field(
            description=(
                "The first number of days at which a waiting window is over; with two dates the result names that day."
            )
        ),
    ] = None
    delay: Annotated[
        Wording | None,
        Field(
            description="What to do where no date is known, with {days} for the days still to wait, such as '9 days'."
        ),
    ] = None
    clear: Annotated[Wording | None, Field(description="What to do where the day is known, with {date} for it.")] = None


class MonthsBetweenFact(DaysBase):
    """Calendar months between two events: exact from two dates, else the months that any calendar allows.

    So many whole months are that number. A part of a further month lies between two numbers, as an open interval.
    """

    kind: Literal["months_between"]


class GestationFact(UnitBase):
    """A gestational or postmenstrual age in completed days, given and shown as weeks and days: 36+6."""

    kind: Literal["gestation"]
    computed: Annotated[
        Computed | None, Field(description="How it is computed, such as from the gestation at birth and the age.")
    ] = None
