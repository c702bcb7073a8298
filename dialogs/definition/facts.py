"""Facts and their questions: the closed list of the kinds of answer, each with its tables."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from dialogs.definition.conditions import Condition, Number
from dialogs.definition.wording import Code, Model, Text, Wording, Words

Positive = Annotated[float, Field(gt=0)]


class Remark(Model):
    """Words that read as the option they stand under, with a remark that is then said."""

    words: Words
    say: Wording


class Option(Model):
    """One value of a choice."""

    label: Wording
    "What the button says; short."
    synonyms: Words | None = None
    "How people write it; case, spaces and hyphens do not matter."
    remarks: list[Remark] = []
    explain: Wording | None = None
    "What the value means, shown with the reason for the question."


class AskBack(Model):
    """Words that are not precise enough: the question is asked back, with the options that they may mean."""

    words: Words
    say: Wording
    offer: list[Code] = []


class Missing(Model):
    """How a missing answer to this fact is worded."""

    label: Wording
    "What the button says."
    synonyms: Words | None = None


class FactBase(Model):
    """What every fact has."""

    name: Wording
    "Its name in lists and reasons."
    ask: Wording
    "The question for clinicians."
    ask_family: Wording
    "The question in plain words for families."
    why: Wording
    "Why it is asked."
    notes: list[Wording] = []
    "Notes from public sources, shown with the reason, never used as rules."
    applies_if: Condition | None = None
    "The fact applies only while this holds for the answers so far; it may use only facts that stand above it."
    pending: Missing | None = None
    "The wording of 'waiting for the result', where it means something more special."
    unknown: Missing | None = None
    "The wording of 'don't know', where it means something more special."
    come_back: Wording | None = None
    "When a pending answer can be had."
    settled_by: Wording | None = None
    "Who can settle it where it is missing, such as 'the laboratory'; the report names them."
    kept_apart: Wording | None = None
    "Why values that no condition tells apart are asked for all the same."


class ChoiceFact(FactBase):
    """A fact with named values."""

    kind: Literal["choice"]
    options: Annotated[dict[Code, Option], Field(min_length=2)]
    ask_back: list[AskBack] = []


class YesNoFact(FactBase):
    """A fact that is `no` or `yes`."""

    kind: Literal["yes_no"]
    options: dict[Literal["no", "yes"], Option] = {}
    "Where the buttons say more than No and Yes, or more words are read as them."
    ask_back: list[AskBack] = []


class Range(Model):
    """The smallest and the largest possible value, both included; beyond them an answer is refused."""

    min: Number
    max: Number

    @model_validator(mode="after")
    def _is_ordered(self) -> "Range":
        if self.min >= self.max:
            raise ValueError(f"min ({self.min}) must be below max ({self.max}): correct one of them")
        return self


class NumericBase(FactBase):
    """What every fact with a number has."""

    unit: Wording
    "The unit after a number, such as 'days' or 'mg/dL'."
    unit_one: Wording | None = None
    "The unit after the number 1, such as 'day'."
    range: Range
    near: Annotated[float, Field(ge=0)] | None = None
    "A decided criterion whose threshold is this near, or nearer, is pointed out."
    fits: Wording
    "One sentence that says which answers fit, with an example."


class NumberFact(NumericBase):
    """A number in one unit."""

    kind: Literal["number"]
    decimals: bool = False
    "Whether decimal numbers are answers; else only whole ones are."
    synonyms: Words | None = None
    "Other ways to write the unit."


class DaysBase(NumericBase):
    """Whole days between two days; the days themselves are turned into a number and forgotten."""

    start: Wording
    "The first of the two days, such as 'birth'."
    end: Wording
    "The second of the two days, such as 'diagnosis'."
    start_words: Words | None = None
    "Other words for the first day, as people label a date: 'born'."
    end_words: Words | None = None
    "Other words for the second day."


class AgeFact(DaysBase):
    """An age in days: days, weeks, months, years, or two dates. A bare number under `bare_from` is asked back."""

    kind: Literal["age"]
    bare_from: int = 60
    "The smallest number that, without a unit, is taken as days."


class DaysBetweenFact(DaysBase):
    """Days between two events: days, weeks, or two dates."""

    kind: Literal["days_between"]
    clear_from: int | None = None
    "The first number of days at which a waiting window is over; with two dates the result names that day."
    delay: Wording | None = None
    "What to do where no date is known, with {days} for the days still to wait, such as '9 days'."
    clear: Wording | None = None
    "What to do where the day is known, with {date} for it."


class Span(Model):
    """A figure on which sources differ."""

    min: Positive
    max: Positive


class Drug(Model):
    """How many mg of a drug equal the reference dose of the fact."""

    equivalent_mg: Positive | Span
    synonyms: Words | None = None


class SurfaceFormula(Model):
    """Body surface in m² as kg^weight_exponent x cm^length_exponent x coefficient / divisor."""

    name: Text
    coefficient: Positive = 1
    divisor: Positive = 1
    weight_exponent: Positive
    length_exponent: Positive


class DosePerAreaFact(NumericBase):
    """A daily dose per body surface, as the equivalent of a reference drug; given so, or as drug, mg/day, weight and length."""

    kind: Literal["dose_per_area"]
    reference: Text
    "The reference drug's name, one of `drugs`."
    drugs: Annotated[dict[Code, Drug], Field(min_length=1)]
    body_surface: Annotated[list[SurfaceFormula], Field(min_length=1)]


Fact = Annotated[
    ChoiceFact | YesNoFact | NumberFact | AgeFact | DaysBetweenFact | DosePerAreaFact,
    Field(discriminator="kind"),
]
NumericFact = NumberFact | AgeFact | DaysBetweenFact | DosePerAreaFact
OptionFact = ChoiceFact | YesNoFact
