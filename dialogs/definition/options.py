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

    genes: Annotated[list[Text], Field(min_length=1)]
    "The gene's names."
    partners: Annotated[list[Text], Field(min_length=1)]
    "The names of the genes that it is known to join."
    locus: Locus
    "The gene's own place, such as 11q23; sub-bands (11q23.3) belong to it."
    partner_loci: Annotated[list[Locus], Field(min_length=1)]
    (
        "The places of partners; sub-bands belong to them. "
        "Leave out a place where the same translocation may spare the gene."
    )
    translocations: list[Text] = []
    "Translocations that are plain without their bands, such as 't(4;11)'; all others are asked back."


class Amounts(Model):
    """Figures that may stand beside words for an option and change nothing about it. Any other figure is asked back."""

    doses: bool = False
    "'2 mg', '1 mg/kg/day'."
    durations: bool = False
    "'for 2 days', 'x3 days'."
    ago: bool = False
    "'5 weeks ago'."
    dates: bool = False
    "'on 3 May 2026'."
    percent_from: Annotated[float, Field(ge=0, le=100)] | None = None
    "The smallest percentage that leaves the answer as it is."


class Option(Model):
    """One value of a choice."""

    label: Wording
    "What the button says; short."
    synonyms: Words | None = None
    "How people write it; case, spaces and hyphens do not matter."
    denied: Words | None = None
    "Words that mean this option where they are denied: 'no ...', '... not detected'."
    beside: Words | None = None
    "Words that say nothing beside this option's own words, and are left over beside any other's."
    affirmed: Words | None = None
    "Words that mean this option where they are affirmed, and by themselves nothing: '... positive', '... detected'."
    fusions: Fusions | None = None
    "Genetic findings that mean this option."
    amounts: Amounts | None = None
    "Figures that may stand beside words for this option."
    dosed: bool = False
    "Whether a dose per kg or per m² means this option."
    remarks: list[Remark] = []
    explain: Wording | None = None
    "What the value means, shown with the reason for the question."


class AskBack(Model):
    """Words that are not precise enough: the question is asked back with what they may mean, or, without an offer, plainly again."""  # noqa: E501 - the JSON Schema prints it on one line

    words: Words
    say: Wording
    "The explanation; the question with the offers is added to it."
    offer: list[Code] = []
    "Options, `pending` or `unknown`."
    replies: dict[Code, Words] = {}
    "Words that mean one of the offers while this question stands open, and only then."


class OtherTime(Model):
    """Words of another time than the question asks for."""

    words: Words
    say: Wording
    "What is said to them; the plain question follows."


class Times(Model):
    """The time that a question asks for, and others."""

    asked: Words | None = None
    "Words of the time that is asked for: they say nothing more."
    others: list[OtherTime] = []
