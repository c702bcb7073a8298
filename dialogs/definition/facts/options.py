"""Facts that are answered by their options: one of them (`choice`, `yes_no`), or several at once (`several`)."""

from typing import Annotated, Literal

from pydantic import Field

from dialogs.definition.facts.base import FactBase, Missing
from dialogs.definition.options import AskBack, Option, Times
from dialogs.definition.wording import Code, Words


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


class SeveralFact(OptionBase):
    """A fact of which several options may be so at once, such as the genes in which a change was found.

    One question. Conditions compare with `any_of`, `none_of` and `all_of`. Each option is a yes or no of its own to the
    rules.
    """

    kind: Literal["several"]
    options: Annotated[dict[Code, Option], Field(min_length=2)]
    none: Annotated[Missing | None, Field(description="The wording of 'none of these'.")] = None
    not_tested: Annotated[
        Missing | None,
        Field(description="Where it is given, single options can be said not to have been tested: they stay unknown."),
    ] = None
