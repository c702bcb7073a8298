"""How a number may be given: its range, other units, a limit of the laboratory, the parts of a formula."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from dialogs.definition.formulas import FormulaName
from dialogs.definition.plain_numbers import Number
from dialogs.definition.wording import Code, Model, Wording, Words

Positive = Annotated[float, Field(gt=0)]


class Range(Model):
    """The smallest and the largest possible value, both included; beyond them an answer is refused."""

    min: Number
    max: Number

    @model_validator(mode="after")
    def _is_ordered(self) -> "Range":
        if self.min >= self.max:
            raise ValueError(f"min ({self.min}) must be below max ({self.max}): correct one of them")
        return self


class Conversion(Model):
    """Another unit: a number in it, times `times`, plus `plus`, is the number in the fact's unit."""

    times: Positive
    plus: Number = 0
    synonyms: Annotated[Words | None, Field(description="Other ways to write the unit.")] = None


class ReferenceLimit(Model):
    """A limit of the laboratory, given together with the value, such as the upper limit of normal."""

    name: Wording
    words: Annotated[Words, Field(description="How people write it: 'ULN', 'limit'.")]


class ComputedPart(Model):
    """One of the two parts of a sum or a difference: a number in the fact's own unit, or days in a notation."""

    name: Annotated[Wording, Field(description="Its name, such as 'the age'.")]
    words: Annotated[Words, Field(description="Words beside its number: 'old', 'at birth'.")]
    notation: Annotated[
        Literal["days", "weeks+days"] | None,
        Field(description="How days are given: as days, weeks or months ('days'), or as 36+6 ('weeks+days')."),
    ] = None
    unit: Annotated[Wording | None, Field(description="The unit of a number that is no days.")] = None
    range: Annotated[Range, Field(description="The smallest and the largest possible part; beyond them it is refused.")]

    @model_validator(mode="after")
    def _is_counted(self) -> "ComputedPart":
        if (self.unit is None) == (self.notation is None):
            raise ValueError("a part has a unit or a notation: give one of them")
        return self


class Computed(Model):
    """How a number is computed from its parts. The formulas and their sources are in `dialogs.reading.computed`."""

    formula: FormulaName
    parts: Annotated[
        dict[Code, ComputedPart],
        Field(description="The two parts of a sum or a difference; of a difference the second is taken off the first."),
    ] = {}
