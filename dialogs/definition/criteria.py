"""Criteria and the determinations (verdicts) that they lead to."""

from typing import Annotated, Literal

from pydantic import Field

from dialogs.definition.conditions import Condition
from dialogs.definition.wording import Code, Model, Text, Wording


class Note(Model):
    """A note on a criterion, shown with it; never used as a rule.

    With `when`, it speaks only while that holds, `unless` does not, and the determination is in play;
    it is then told beside the verdict, not only in the list of criteria.
    """

    say: Wording
    when: Condition | None = None
    unless: Condition | None = None


class Criterion(Model):
    """One criterion of the trial, in its own words and as a condition."""

    kind: Literal["inclusion", "exclusion"]
    determination: Code
    name: Annotated[Wording, Field(description="A few words for lists and headlines.")]
    quote: Annotated[Text, Field(description="The source's wording, in full.")]
    plain: Annotated[
        Wording,
        Field(
            description=(
                "In plain words for families; read after 'Needed' or 'Must not be', so what is so is said, "
                "not what is not."
            )
        ),
    ]
    met_when: Annotated[Condition, Field(description="When the criterion holds.")]
    notes: list[Note] = []


class Outcome(Model):
    """One value of a determination."""

    code: Code
    say: Annotated[
        Wording,
        Field(
            description="The verdict in plain words, careful and short. "
            "Where it ends another sentence, only what stands before its first semicolon is said."
        ),
    ]
    provisional: Annotated[
        Wording | None, Field(description="The same while a determination that this one requires is still open.")
    ] = None


class Outcomes(Model):
    """The values of a determination, by what its criteria say."""

    passes: Annotated[Outcome, Field(description="Every criterion passes, and what is required holds.")]
    fails: Annotated[Outcome, Field(description="A criterion fails.")]
    open: Annotated[Outcome, Field(description="Neither yet.")]
    off: Annotated[
        Outcome | None, Field(description="What is required does not hold, so the determination has no object.")
    ] = None

    def all(self) -> list[Outcome]:
        """Returns the outcomes that the definition gives."""
        return [each for each in (self.passes, self.fails, self.open, self.off) if each is not None]


class Determination(Model):
    """A verdict with its own criteria, reasons and wording."""

    name: Wording
    asks: Annotated[Wording, Field(description="The question that it answers.")]
    plain: Annotated[
        Wording | None, Field(description="What it means, in plain words for families; it stands above its criteria.")
    ] = None
    quote: Annotated[Text | None, Field(description="The source's own sentence on what follows from it.")] = None
    requires: Annotated[
        dict[Code, Annotated[list[Code], Field(min_length=1)]],
        Field(
            description="Determinations that stand above it, each with the values under which this one has an object."
        ),
    ] = {}
    outcomes: Outcomes
