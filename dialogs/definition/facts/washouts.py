"""Facts that are answered by the days since the last dose of each of several drugs: the waiting times of a trial."""

from decimal import ROUND_CEILING, Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from dialogs.definition.facts.base import FactBase, Missing
from dialogs.definition.facts.number_forms import Positive
from dialogs.definition.wording import Code, Model, Text, Wording, Words


class HalfLives(Model):
    """A waiting time as a number of half-lives of the drug. `days` is one half-life; `source` says where it is from."""

    number: Positive
    days: Positive
    source: Text

    @property
    def days_to_wait(self) -> int:
        """The half-lives in whole days: a part of a day is a whole day more, and no binary fraction makes one."""
        exact = Decimal(repr(self.number)) * Decimal(repr(self.days))
        return int(exact.to_integral_value(ROUND_CEILING))


class Washout(Model):
    """A drug, or a class of drugs, and how long to wait after its last dose.

    Where days and half-lives are given, the shorter or the longer of the two counts, as `take` says.
    """

    label: Wording
    synonyms: Words | None = None
    days: Annotated[Annotated[int, Field(ge=0)] | None, Field(description="The days to wait.")] = None
    half_lives: HalfLives | None = None
    take: Literal["shorter", "longer"] | None = None

    @property
    def days_to_wait(self) -> int:
        """The days that must lie between the last dose and the end of the wait, 0 or more: at that number it is over.

        So many days, or so many half-lives in whole days, rounded up; of both the shorter or the longer, as `take`
        says.
        """
        half_lives = None if self.half_lives is None else self.half_lives.days_to_wait
        waits = [each for each in (self.days, half_lives) if each is not None]
        return max(waits) if self.take == "longer" else min(waits)

    @model_validator(mode="after")
    def _says_how_long(self) -> "Washout":
        if self.days is None and self.half_lives is None:
            raise ValueError("no waiting time is given: write days, or half_lives, or both with take")
        if (self.days is not None and self.half_lives is not None) is not (self.take is not None):
            raise ValueError(
                "take says which of days and half_lives counts: write it where both are given, and only there"
            )
        return self


class WashoutsFact(FactBase):
    """Waiting times by drug, in one question: which of them were given, and when each was given last.

    Conditions compare it with `over` and `running`. The longest wait decides when to come back.
    """

    kind: Literal["washouts"]
    drugs: Annotated[dict[Code, Washout], Field(min_length=1)]
    end: Annotated[Wording, Field(description="The day up to which is counted, such as 'the planned start'.")]
    none: Annotated[Missing | None, Field(description="The wording of 'none of these'.")] = None
    fits: Annotated[
        Wording | None, Field(description="Which answers fit, where these are no drugs: one sentence with an example.")
    ] = None
    unlisted: Annotated[Wording, Field(description="What is said to a drug that is not among them.")]
    delay: Annotated[
        Wording, Field(description="What to do where no date is known, with {days} for the days still to wait.")
    ]
    clear: Annotated[Wording, Field(description="What to do where the day is known, with {date} for it.")]
