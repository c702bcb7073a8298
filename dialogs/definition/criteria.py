"""Criteria and the determinations (verdicts) that they lead to, and what must be consistent."""

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

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
    determination: Annotated[
        Code | Annotated[list[Code], Field(min_length=1)],
        Field(description="The determination to which it leads, or a list of several."),
    ]
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

    @property
    def determinations(self) -> tuple[str, ...]:
        """The determinations to which it leads, in the order in which they are written."""
        return (self.determination,) if isinstance(self.determination, str) else tuple(self.determination)


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
    not_yet: Annotated[
        Outcome | None, Field(description="Only waiting times fail it: it would pass once they are over.")
    ] = None

    def all(self) -> list[Outcome]:
        """Returns the outcomes that the definition gives."""
        given = (self.passes, self.fails, self.open, self.off, self.not_yet)
        return [each for each in given if each is not None]


RequiredOutcomes = dict[Code, Annotated[list[Code], Field(min_length=1)]]
"""Determinations that stand above, each with the values that are required of it; all of them must be so."""


class AnyRequired(Model):
    """At least one of several requirements holds."""

    any: Annotated[list[Annotated[RequiredOutcomes, Field(min_length=1)]], Field(min_length=1)]


def _kind_of_requirement(required: object) -> str:
    if isinstance(required, AnyRequired):
        return "any"
    given = required.get("any") if isinstance(required, dict) else None
    return "any" if isinstance(given, list) and any(isinstance(each, dict) for each in given) else "all"


class Determination(Model):
    """A verdict with its own criteria, reasons and wording."""

    name: Wording
    asks: Annotated[Wording, Field(description="The question that it answers.")]
    plain: Annotated[
        Wording | None, Field(description="What it means, in plain words for families; it stands above its criteria.")
    ] = None
    quote: Annotated[Text | None, Field(description="The source's own sentence on what follows from it.")] = None
    requires: Annotated[
        Annotated[RequiredOutcomes, Tag("all")] | Annotated[AnyRequired, Tag("any")],
        Discriminator(_kind_of_requirement),
        Field(
            description="Determinations that stand above it, each with the values under which this one has an object; "
            "or a list of such requirements under 'any', of which one is enough."
        ),
    ] = {}
    stands_alone: Annotated[
        Wording | None, Field(description="Why it can pass where none of several that require it does.")
    ] = None
    outcomes: Outcomes

    @property
    def alternatives(self) -> list[RequiredOutcomes]:
        """The requirements of which one is enough, each all of what it requires; none where nothing is required."""
        if isinstance(self.requires, AnyRequired):
            return self.requires.any
        return [self.requires] if self.requires else []

    @property
    def required(self) -> list[str]:
        """The determinations that it requires in one way or another, each once."""
        return list(dict.fromkeys(each for alternative in self.alternatives for each in alternative))


class Contradiction(Model):
    """Answers that cannot be so together: they are asked back, and never all recorded."""

    never: Annotated[Condition, Field(description="What can never be so.")]
    say: Annotated[Wording, Field(description="One sentence that says what does not go together.")]
