"""What the options of a fact are called and how people write them: words, denials, times, genetic findings.

Nothing reads here.
"""

from typing import Annotated

from pydantic import Field, StringConstraints

from dialogs.definition.wording import Code, Model, Text, Wording, Words

Locus = Annotated[str, StringConstraints(pattern=r"^([1-9]|1\d|2[0-2]|X|Y)[pq]\d+$")]
"""A place on a chromosome, down to the band: 11q23."""


class Remark(Model):
    """Words that read as the option they stand under, with a remark that is then said."""

    words: Words
    say: Wording


class Fusions(Model):
    """Genes that break and join others, as laboratories write it: 'GENE::PARTNER', 't(4;11)(q21;q23)'.

    Each of these means the option.
    """

    genes: Annotated[list[Text], Field(min_length=1), Field(description="The gene's names.")]
    partners: Annotated[
        list[Text], Field(min_length=1), Field(description="The names of the genes that it is known to join.")
    ]
    locus: Annotated[Locus, Field(description="The gene's own place, such as 11q23; sub-bands (11q23.3) belong to it.")]
    partner_loci: Annotated[
        list[Locus],
        Field(min_length=1),
        Field(
            description="The places of partners; sub-bands belong to them. "
            "Leave out a place where the same translocation may spare the gene."
        ),
    ]
    translocations: Annotated[
        list[Text],
        Field(
            description=(
                "Translocations that are plain without their bands, such as 't(4;11)'; all others are asked back."
            )
        ),
    ] = []


class Amounts(Model):
    """Figures that may stand beside words for an option and change nothing about it. Any other figure is asked back."""

    doses: Annotated[bool, Field(description="'2 mg', '1 mg/kg/day'.")] = False
    durations: Annotated[bool, Field(description="'for 2 days', 'x3 days'.")] = False
    ago: Annotated[bool, Field(description="'5 weeks ago'.")] = False
    dates: Annotated[bool, Field(description="'on 3 May 2026'.")] = False
    percent_from: Annotated[
        Annotated[float, Field(ge=0, le=100)] | None,
        Field(description="The smallest percentage that leaves the answer as it is."),
    ] = None


class Option(Model):
    """One value of a choice."""

    label: Annotated[Wording, Field(description="What the button says; short.")]
    synonyms: Annotated[
        Words | None, Field(description="How people write it; case, spaces and hyphens do not matter.")
    ] = None
    denied: Annotated[
        Words | None,
        Field(description="Words that mean this option where they are denied: 'no ...', '... not detected'."),
    ] = None
    beside: Annotated[
        Words | None,
        Field(
            description="Words that say nothing beside this option's own words, and are left over beside any other's."
        ),
    ] = None
    affirmed: Annotated[
        Words | None,
        Field(
            description=(
                "Words that mean this option where they are affirmed, and by themselves nothing: '... "
                "positive', '... detected'."
            )
        ),
    ] = None
    fusions: Annotated[Fusions | None, Field(description="Genetic findings that mean this option.")] = None
    amounts: Annotated[Amounts | None, Field(description="Figures that may stand beside words for this option.")] = None
    dosed: Annotated[bool, Field(description="Whether a dose per kg or per m² means this option.")] = False
    remarks: list[Remark] = []
    explain: Annotated[
        Wording | None, Field(description="What the value means, shown with the reason for the question.")
    ] = None


class AskBack(Model):
    """Words that are not precise enough: the question is asked back with what they may mean, or, without an offer, plainly again."""  # noqa: E501 - the JSON Schema prints it on one line

    words: Words
    say: Annotated[Wording, Field(description="The explanation; the question with the offers is added to it.")]
    offer: Annotated[list[Code], Field(description="Options, `pending` or `unknown`.")] = []
    replies: Annotated[
        dict[Code, Words],
        Field(description="Words that mean one of the offers while this question stands open, and only then."),
    ] = {}


class OtherTime(Model):
    """Words of another time than the question asks for."""

    words: Words
    say: Annotated[Wording, Field(description="What is said to them; the plain question follows.")]


class Times(Model):
    """The time that a question asks for, and others."""

    asked: Annotated[Words | None, Field(description="Words of the time that is asked for: they say nothing more.")] = (
        None
    )
    others: list[OtherTime] = []
