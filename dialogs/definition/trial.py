"""The whole trial definition, as the format writes it."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from dialogs.definition.criteria import AnyRequired, Contradiction, Criterion, Determination
from dialogs.definition.facts import Fact
from dialogs.definition.plain_numbers import is_no_bool
from dialogs.definition.wording import Code, CriterionId, Model, Text, Wording

TrialId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=40)]
Version = Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]


class Source(Model):
    """Where the criteria were taken from, and how old that is."""

    name: Wording
    registry_number: Text | None = None
    updated: date
    status: Annotated[Wording, Field(description="The recruitment status on that day, such as 'not yet recruiting'.")]
    check: Annotated[
        Wording, Field(description="What to do about a status that may be out of date, such as 'check the registry'.")
    ]


class Item(Model):
    """A named line of information."""

    name: Wording
    say: Wording


class About(Model):
    """What people can read about the trial."""

    title: Wording
    scientific_title: Wording
    acronym: Text
    phase: Text
    sponsor: Text
    conditions: Wording
    age_range: Wording
    summary: Wording
    pathway: Annotated[
        list[Wording],
        Field(min_length=1),
        Field(description="The treatment pathway, a paragraph each; information only."),
    ]
    criteria_for_families: Annotated[
        list[Wording], Field(description="The source's own criteria for patients, where it has some.")
    ] = []
    hospitals: Annotated[
        Wording, Field(description="What is known of participating hospitals; each deployment lists its own.")
    ]
    inaccuracy: Annotated[Wording, Field(description="How to report that something here is not accurate.")]
    support: list[Item] = []


class Definition(Model):
    """A trial definition: one YAML file. Facts are asked in the order in which they stand."""

    format: Annotated[Literal[1], BeforeValidator(is_no_bool), Field(description="The version of this format.")]
    id: TrialId
    version: Annotated[Version, Field(description="Raised with every change of the definition.")]
    about: About
    source: Source
    pre_check: Annotated[Wording, Field(description="That the result is a pre-check and who decides.")]
    facts: Annotated[dict[Code, Fact], Field(min_length=1)]
    criteria: Annotated[dict[CriterionId, Criterion], Field(min_length=1)]
    determinations: Annotated[
        dict[Code, Determination],
        Field(min_length=1),
        Field(
            description=(
                "The first is the one whose failure ends the screening, or the one that requires any of several that "
                "begin with it; each may require others that stand above it."
            )
        ),
    ]
    consistent: Annotated[
        list[Contradiction], Field(description="Answers that cannot be so together, such as those to two questions.")
    ] = []

    @property
    def main_determination(self) -> str:
        """The determination whose failure ends the screening: the first, or the one to which the first is a way."""
        first = next(iter(self.determinations))
        ways = (name for name, each in self.determinations.items() if _is_way(first, each))
        return next(ways, first)

    def list_cohorts(self) -> list[str]:
        """Returns the determinations of which the main one requires any; none where it requires none, or all."""
        main = self.determinations[self.main_determination]
        return main.required if isinstance(main.requires, AnyRequired) else []


def _is_way(determination: str, other: Determination) -> bool:
    return isinstance(other.requires, AnyRequired) and determination in other.required
