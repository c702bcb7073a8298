"""Facts and their questions: the closed list of the kinds of answer, each with its tables."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from dialogs.definition.conditions import Condition, Number
from dialogs.definition.options import AskBack, Option, OtherTime, Times
from dialogs.definition.small_words import YES_NO
from dialogs.definition.wording import Code, Model, Text, Wording, Words, say

Positive = Annotated[float, Field(gt=0)]


class Missing(Model):
    """How a missing answer to this fact is worded."""

    label: Annotated[Wording, Field(description="What the button says.")]
    synonyms: Words | None = None


class FactBase(Model):
    """What every fact has."""

    name: Annotated[Wording, Field(description="Its name in lists and reasons.")]
    ask: Annotated[Wording, Field(description="The question for clinicians.")]
    ask_family: Annotated[Wording, Field(description="The question in plain words for families.")]
    why: Annotated[Wording, Field(description="Why it is asked.")]
    notes: Annotated[
        list[Wording], Field(description="Notes from public sources, shown with the reason, never used as rules.")
    ] = []
    applies_if: Annotated[
        Condition | None,
        Field(
            description=(
                "The fact applies only while this holds for the answers so far; it may use only facts that "
                "stand above it."
            )
        ),
    ] = None
    pending: Annotated[
        Missing | None,
        Field(description="The wording of 'waiting for the result', where it means something more special."),
    ] = None
    unknown: Annotated[
        Missing | None, Field(description="The wording of 'don't know', where it means something more special.")
    ] = None
    come_back: Annotated[Wording | None, Field(description="When a pending answer can be had.")] = None
    settled_by: Annotated[
        Wording | None,
        Field(description="Who can settle it where it is missing, such as 'the laboratory'; the report names them."),
    ] = None
    kept_apart: Annotated[
        Wording | None, Field(description="Why values that no condition tells apart are asked for all the same.")
    ] = None
    hint: Annotated[
        Wording | None, Field(description="One sentence under the question, such as what does not count.")
    ] = None
    cues: Annotated[
        Words | None, Field(description="Words by which a note about a patient is about this fact, such as 'steroids'.")
    ] = None
    mentions: Annotated[
        Words | None,
        Field(
            description="Words by which a note touches this fact without answering it, unless a cue stands beside "
            "them: it is asked."
        ),
    ] = None


class OptionBase(FactBase):
    """What every fact with options has."""

    ask_back: list[AskBack] = []
    times: Annotated[
        Times | None,
        Field(description="The time that is asked for, and other times, at which an answer would be another one."),
    ] = None
    neutral: Annotated[
        Words | None, Field(description="Words that say nothing about the answer, and may stand beside it.")
    ] = None
    doubts: Annotated[
        Words | None, Field(description="Words that say that what stands beside them is not certain.")
    ] = None
    unnumbered: Annotated[
        bool, Field(description="Whether labels hold digits on purpose: then no numbers are shown beside the choices.")
    ] = False


class ChoiceFact(OptionBase):
    """A fact with named values."""

    kind: Literal["choice"]
    options: Annotated[dict[Code, Option], Field(min_length=2)]


class YesNoFact(OptionBase):
    """A fact that is `no` or `yes`."""

    kind: Literal["yes_no"]
    options: Annotated[
        dict[Literal["no", "yes"], Option],
        Field(description="Where the buttons say more than No and Yes, or more words are read as them."),
    ] = {}


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

    unit: Annotated[Wording, Field(description="The unit after a number, such as 'days' or 'mg/dL'.")]
    unit_one: Annotated[Wording | None, Field(description="The unit after the number 1, such as 'day'.")] = None
    range: Range
    near: Annotated[
        Annotated[float, Field(ge=0)] | None,
        Field(description="A decided criterion whose threshold is this near, or nearer, is pointed out."),
    ] = None
    fits: Annotated[Wording, Field(description="One sentence that says which answers fit, with an example.")]


class WordsFor(Model):
    """Words that say a number without a figure."""

    number: Number
    words: Words


class NumberFact(NumericBase):
    """A number in one unit."""

    kind: Literal["number"]
    decimals: Annotated[bool, Field(description="Whether decimal numbers are answers; else only whole ones are.")] = (
        False
    )
    synonyms: Annotated[Words | None, Field(description="Other ways to write the unit.")] = None
    words_for: Annotated[
        list[WordsFor], Field(description="Words that are read as a number, such as 'single dose' for 1.")
    ] = []
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

    @model_validator(mode="after")
    def _says_possible_numbers(self) -> "NumberFact":
        for each in self.words_for:
            if not self.range.min <= each.number <= self.range.max or not (
                self.decimals or float(each.number).is_integer()
            ):
                raise ValueError(f"words_for: {each.number} is no possible answer: write a number of the range")
        return self


class DaysBase(NumericBase):
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
    """A daily dose per body surface, as the equivalent of a reference drug; given so, or as drug, mg/day, weight and length."""  # noqa: E501 - the JSON Schema prints it on one line

    kind: Literal["dose_per_area"]
    reference: Annotated[Text, Field(description="The reference drug's name, one of `drugs`.")]
    drugs: Annotated[dict[Code, Drug], Field(min_length=1)]
    body_surface: Annotated[list[SurfaceFormula], Field(min_length=1)]


Fact = Annotated[
    ChoiceFact | YesNoFact | NumberFact | AgeFact | DaysBetweenFact | DosePerAreaFact,
    Field(discriminator="kind"),
]
NumericFact = NumberFact | AgeFact | DaysBetweenFact | DosePerAreaFact
OptionFact = ChoiceFact | YesNoFact


def get_option_label(fact: ChoiceFact | YesNoFact, code: str) -> str:
    """Returns what the button of the option `code` says."""
    option = fact.options.get(code)  # type: ignore[call-overload]  # the two kinds key their options differently
    return say(option.label) if option is not None else YES_NO[code]


def list_option_codes(fact: ChoiceFact | YesNoFact) -> list[str]:
    """Returns the codes of the options, in the order of their buttons."""
    return list(YES_NO) if isinstance(fact, YesNoFact) else list(fact.options)
