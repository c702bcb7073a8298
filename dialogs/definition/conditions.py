"""Conditions as the format writes them: a fact and what it must be, joined by `all`, `any`, `not`, `count` and `if`."""

from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, Discriminator, Field, RootModel, Tag, model_validator

from dialogs.definition.plain_numbers import Number
from dialogs.definition.selections import Selection
from dialogs.definition.wording import Code, Model


class OtherFact(Model):
    """The number that another fact of the same kind and unit has, as a limit."""

    fact: Code


class DependentLimit(Model):
    """A limit that depends on a condition: `then` where it holds, `else` where it does not."""

    if_: Annotated["Condition", Field(alias="if")]
    then: "Limit"
    else_: Annotated["Limit", Field(alias="else")]


def _kind_of_limit(limit: object) -> str:
    if isinstance(limit, dict):
        return "other" if {"if", "then", "else"}.isdisjoint(limit) else "dependent"
    return "other" if isinstance(limit, OtherFact) else "dependent" if isinstance(limit, DependentLimit) else "number"


Limit = Annotated[
    Annotated[Number, Tag("number")] | Annotated[OtherFact, Tag("other")] | Annotated[DependentLimit, Tag("dependent")],
    Discriminator(_kind_of_limit),
]
COMPARISONS = ("at_least", "above", "at_most", "below")


class Comparison(Model):
    """Compares a number, in the fact's unit, with one or two limits; all that are given must hold."""

    at_least: Limit | None = None
    above: Limit | None = None
    at_most: Limit | None = None
    below: Limit | None = None

    @model_validator(mode="after")
    def _has_a_limit(self) -> "Comparison":
        if not self.list_written():
            raise ValueError("no limit is given: write one of at_least, above, at_most, below with a number")
        return self

    def list_written(self) -> list[tuple[str, Any]]:
        """Returns the limits that are given, as pairs of the word and the limit as it is written."""
        given = ((word, getattr(self, word)) for word in COMPARISONS)
        return [(word, limit) for word, limit in given if limit is not None]

    def limits(self) -> list[tuple[str, Number]]:
        """Returns the limits that are numbers, as pairs of the word and its number."""
        return [(word, limit) for word, limit in self.list_written() if isinstance(limit, int | float)]


class All(Model):
    """Every one of the conditions holds."""

    all: Annotated[list["Condition"], Field(min_length=1)]


class AnyOf(Model):
    """At least one of the conditions holds."""

    any: Annotated[list["Condition"], Field(min_length=1)]


class Not(Model):
    """The condition does not hold."""

    not_: Annotated["Condition", Field(alias="not")]


class Counted(Model):
    """How many of the conditions must hold."""

    at_least: Annotated[int, Field(ge=1)] | None = None
    at_most: Annotated[int, Field(ge=0)] | None = None
    of: Annotated[list["Condition"], Field(min_length=2)]

    @model_validator(mode="after")
    def _says_how_many(self) -> "Counted":
        if self.at_least is None and self.at_most is None:
            raise ValueError("no count is given: write at_least or at_most with a whole number")
        for word, count in (("at_least", self.at_least), ("at_most", self.at_most)):
            if count is not None and not 0 <= count <= len(self.of):
                raise ValueError(
                    f"{word}: {count} of {len(self.of)} conditions is no count: give one up to {len(self.of)}"
                )
        return self


class Count(Model):
    """So many of some conditions hold."""

    count: Counted


class IfThenElse(Model):
    """What must hold depends on a condition: `then` where it holds, `else` where it does not."""

    if_: Annotated["Condition", Field(alias="if")]
    then: "Condition"
    else_: Annotated["Condition", Field(alias="else")]


def _kind_of_wanted(wanted: object) -> str:
    if isinstance(wanted, list):
        return "one_of"
    if isinstance(wanted, Selection) or (isinstance(wanted, dict) and {"any_of", "none_of", "all_of"} & wanted.keys()):
        return "selection"
    if isinstance(wanted, dict | Comparison):
        return "comparison"
    return "code" if isinstance(wanted, str) else "number"


Wanted = Annotated[
    Annotated[Code, Tag("code")]
    | Annotated[Number, Tag("number")]
    | Annotated[Annotated[list[Code], Field(min_length=1)], Tag("one_of")]
    | Annotated[Comparison, Tag("comparison")]
    | Annotated[Selection, Tag("selection")],
    Discriminator(_kind_of_wanted),
]


def _is_one_fact(facts: dict[str, Any]) -> dict[str, Any]:
    if len(facts) != 1:
        raise ValueError("a condition names exactly one fact: put several of them in a list under 'all' or 'any'")
    return facts


class FactIs(RootModel):  # type: ignore[type-arg]  # a root with its type in brackets is built at once, unasked
    """A fact is a code or one of several, equals a number, compares with limits, or has options selected."""

    model_config = ConfigDict(defer_build=True)

    root: Annotated[dict[Code, Wanted], AfterValidator(_is_one_fact)]

    @property
    def fact(self) -> str:
        """The fact's id."""
        return next(iter(self.root))

    @property
    def wanted(self) -> Any:
        """What the fact must be: a code, a list of codes, a number, a `Comparison`, or a `Selection`."""
        return next(iter(self.root.values()))


def _kind_of_condition(condition: object) -> str:
    if not isinstance(condition, dict):
        return _TAGS.get(type(condition).__name__, "fact")
    if "then" in condition or "else" in condition:
        return "if_then_else"
    if isinstance(counted := condition.get("count"), dict) and "of" in counted:
        return "count"
    return next((word for word in ("all", "any", "not") if word in condition), "fact")


_TAGS = {"All": "all", "AnyOf": "any", "Not": "not", "Count": "count", "IfThenElse": "if_then_else"}


Condition = Annotated[
    Annotated[All, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[Not, Tag("not")]
    | Annotated[Count, Tag("count")]
    | Annotated[IfThenElse, Tag("if_then_else")]
    | Annotated[FactIs, Tag("fact")],
    Discriminator(_kind_of_condition),
]
