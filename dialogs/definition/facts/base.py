"""What every fact has: its question, and how missing answers to it are worded."""

from typing import Annotated

from pydantic import Field

from dialogs.definition.conditions import Condition
from dialogs.definition.wording import Code, Model, Wording, Words


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
    valid_for: Annotated[
        Annotated[int, Field(ge=0)] | None,
        Field(
            description="For how many days a result counts, by the fact in `dated_by`; an older one is unknown: the "
            "test is repeated."
        ),
    ] = None
    dated_by: Annotated[
        Code | None, Field(description="The fact that counts the days since this result, where `valid_for` is given.")
    ] = None
