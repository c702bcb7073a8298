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
    name: Wording
    "A few words for lists and headlines."
    quote: Text
    "The source's wording, in full."
    plain: Wording
    "In plain words for families; read after 'Needed' or 'Must not be', so what is so is said, not what is not."
    met_when: Condition
    "When the criterion holds."
    notes: list[Note] = []


class Outcome(Model):
    """One value of a determination."""

    code: Code
    say: Wording
    (
        "The verdict in plain words, careful and short. "
        "Where it ends another sentence, only what stands before its first semicolon is said."
    )
    provisional: Wording | None = None
    "The same while a determination that this one requires is still open."


class Outcomes(Model):
    """The values of a determination, by what its criteria say."""

    passes: Outcome
    "Every criterion passes, and what is required holds."
    fails: Outcome
    "A criterion fails."
    open: Outcome
    "Neither yet."
    off: Outcome | None = None
    "What is required does not hold, so the determination has no object."

    def all(self) -> list[Outcome]:
        """Returns the outcomes that the definition gives."""
        return [each for each in (self.passes, self.fails, self.open, self.off) if each is not None]


class Determination(Model):
    """A verdict with its own criteria, reasons and wording."""

    name: Wording
    asks: Wording
    "The question that it answers."
    plain: Wording | None = None
    "What it means, in plain words for families; it stands above its criteria."
    quote: Text | None = None
    "The source's own sentence on what follows from it."
    requires: dict[Code, Annotated[list[Code], Field(min_length=1)]] = {}
    "Determinations that stand above it, each with the values under which this one has an object."
    outcomes: Outcomes
