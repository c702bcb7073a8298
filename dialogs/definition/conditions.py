"""Conditions as the format writes them: a fact and what it must be, joined by `all`, `any` and `not`."""

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Discriminator, Field, RootModel, Tag, model_validator

from dialogs.definition.wording import Code, Model


def is_no_bool(number: object) -> object:
    """Returns the value as it is. Raises `ValueError` for true and false, which Python counts as numbers."""
    if isinstance(number, bool):
        raise ValueError("true and false are no answers: write a code, or 'no' and 'yes'")  # noqa: TRY004 - for pydantic
    return number


Number = Annotated[int | float, BeforeValidator(is_no_bool)]


class Comparison(Model):
    """Compares a number, in the fact's unit, with one or two limits; all that are given must hold."""

    at_least: Number | None = None
    above: Number | None = None
    at_most: Number | None = None
    below: Number | None = None

    @model_validator(mode="after")
    def _has_a_limit(self) -> "Comparison":
        if not self.limits():
            raise ValueError("no limit is given: write one of at_least, above, at_most, below with a number")
        return self

    def limits(self) -> list[tuple[str, Number]]:
        """Returns the limits that are given, as pairs of the word and its number."""
        given = (("at_least", self.at_least), ("above", self.above), ("at_most", self.at_most), ("below", self.below))
        return [(word, limit) for word, limit in given if limit is not None]


class All(Model):
    """Every one of the conditions holds."""

    all: Annotated[list["Condition"], Field(min_length=1)]


class AnyOf(Model):
    """At least one of the conditions holds."""

    any: Annotated[list["Condition"], Field(min_length=1)]


class Not(Model):
    """The condition does not hold."""

    not_: Annotated["Condition", Field(alias="not")]


def _kind_of_wanted(wanted: object) -> str:
    if isinstance(wanted, list):
        return "one_of"
    if isinstance(wanted, dict):
        return "comparison"
    return "code" if isinstance(wanted, str) else "number"


Wanted = Annotated[
    Annotated[Code, Tag("code")]
    | Annotated[Number, Tag("number")]
    | Annotated[Annotated[list[Code], Field(min_length=1)], Tag("one_of")]
    | Annotated[Comparison, Tag("comparison")],
    Discriminator(_kind_of_wanted),
]


def _is_one_fact(facts: dict[str, Any]) -> dict[str, Any]:
    if len(facts) != 1:
        raise ValueError("a condition names exactly one fact: put several of them in a list under 'all' or 'any'")
    return facts


class FactIs(RootModel):  # type: ignore[type-arg]  # a root with its type in brackets is built at once, unasked
    """A fact is a code, is one of several codes, equals a number, or compares with limits."""

    model_config = ConfigDict(defer_build=True)

    root: Annotated[dict[Code, Wanted], AfterValidator(_is_one_fact)]

    @property
    def fact(self) -> str:
        """The fact's id."""
        return next(iter(self.root))

    @property
    def wanted(self) -> Any:
        """What the fact must be: a code, a list of codes, a number, or a `Comparison`."""
        return next(iter(self.root.values()))


def _kind_of_condition(condition: object) -> str:
    if isinstance(condition, dict):
        for word in ("all", "any", "not"):
            if word in condition:
                return word
    return "fact"


Condition = Annotated[
    Annotated[All, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[Not, Tag("not")]
    | Annotated[FactIs, Tag("fact")],
    Discriminator(_kind_of_condition),
]
