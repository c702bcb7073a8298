"""Facts that are answered by a number."""

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field, PrivateAttr, model_validator

from dialogs.definition.facts.base import FactBase
from dialogs.definition.facts.number_forms import Computed, Conversion, Range, ReferenceLimit
from dialogs.definition.options import OtherTime
from dialogs.definition.plain_numbers import Number
from dialogs.definition.wording import Model, Text, Wording, Words


class WordsFor(Model):
    """Words that say a number without a figure. With a `label`, they are a button, and the number is shown as it."""

    number: Number
    words: Words
    label: Wording | None = None


class NumericBase(FactBase):
    """What every fact with a number has."""

    unit: Annotated[
        Wording | None,
        Field(description="The unit after a number, such as 'days' or 'mg/dL'; a count, a score or an INR has none."),
    ] = None
    unit_one: Annotated[Wording | None, Field(description="The unit after the number 1, such as 'day'.")] = None
    range: Range
    near: Annotated[
        Annotated[float, Field(ge=0)] | None,
        Field(description="A decided criterion whose threshold is this near, or nearer, is pointed out."),
    ] = None
    fits: Annotated[Wording, Field(description="One sentence that says which answers fit, with an example.")]
    words_for: Annotated[
        list[WordsFor], Field(description="Words that are read as a number, such as 'single dose' for 1.")
    ] = []
    _thresholds: tuple[float, ...] = PrivateAttr(default=())

    @property
    def thresholds(self) -> tuple[float, ...]:
        """The numbers with which conditions compare this fact, once its trial is loaded; in the fact's unit."""
        return self._thresholds

    def keep_thresholds(self, numbers: Iterable[float]) -> None:
        """Keeps the numbers with which conditions compare this fact: a rounded figure never seems to lie on one."""
        self._thresholds = tuple(numbers)

    @model_validator(mode="after")
    def _says_possible_numbers(self) -> "NumericBase":
        for each in self.words_for:
            is_whole = float(each.number).is_integer() or getattr(self, "decimals", True)
            if not self.range.min <= each.number <= self.range.max or not is_whole:
                raise ValueError(f"words_for: {each.number} is no possible answer: write a number of the range")
        return self


class UnitBase(NumericBase):
    """What every fact has whose numbers are nothing without their unit."""

    unit: Annotated[Wording, Field(description="The unit after a number, such as 'days'.")]


class NumberFact(NumericBase):
    """A number in one unit."""

    kind: Literal["number"]
    decimals: Annotated[bool, Field(description="Whether decimal numbers are answers; else only whole ones are.")] = (
        False
    )
    synonyms: Annotated[Words | None, Field(description="Other ways to write the unit.")] = None
    units: Annotated[
        dict[Text, Conversion], Field(description="Other units, such as mmol/L, with how they become the fact's own.")
    ] = {}
    ratio_to: Annotated[
        ReferenceLimit | None,
        Field(description="The number is a ratio to a limit that the person gives: '120 U/L, limit 40' is 3."),
    ] = None
    titre: Annotated[bool, Field(description="Whether '1:10' is read as 10.")] = False
    computed: Annotated[
        Computed | None, Field(description="How the number is computed from what the person gives in its place.")
    ] = None
    neutral: Annotated[
        Words | None,
        Field(description="Words before a number of days that say nothing about it, such as what was given on them."),
    ] = None
    told: Annotated[
        list[OtherTime],
        Field(
            description="Words beside the number that make it another one, such as another time; it is never read then."
        ),
    ] = []
