"""Facts that are answered by a daily dose, as the equivalent of a reference drug."""

from typing import Annotated, Literal

from pydantic import Field

from dialogs.definition.facts.number_forms import Positive
from dialogs.definition.facts.numbers import UnitBase
from dialogs.definition.wording import Code, Model, Text, Words


class Span(Model):
    """A figure on which sources differ."""

    min: Positive
    max: Positive


class Drug(Model):
    """How many mg of a drug equal the reference dose of the fact."""

    equivalent_mg: Positive | Span
    synonyms: Words | None = None


class SurfaceFormula(Model):
    """Body surface in m² as kg^weight_exponent x cm^length_exponent x coefficient / divisor."""

    name: Text
    coefficient: Positive = 1
    divisor: Positive = 1
    weight_exponent: Positive
    length_exponent: Positive


class DosePerAreaFact(UnitBase):
    """A daily dose per body surface, as the equivalent of a reference drug; given so, or as drug, mg/day, weight and length."""  # noqa: E501 - the JSON Schema prints it on one line

    kind: Literal["dose_per_area"]
    reference: Annotated[Text, Field(description="The reference drug's name, one of `drugs`.")]
    drugs: Annotated[dict[Code, Drug], Field(min_length=1)]
    body_surface: Annotated[list[SurfaceFormula], Field(min_length=1)]


class DailyDoseFact(UnitBase):
    """A daily dose as the equivalent of a reference drug, per day, per m² of body surface, or per kg."""

    kind: Literal["daily_dose"]
    per: Literal["day", "m2", "kg"]
    reference: Annotated[Text, Field(description="The reference drug's name, one of `drugs`.")]
    drugs: Annotated[dict[Code, Drug], Field(min_length=1)]
    body_surface: Annotated[list[SurfaceFormula], Field(description="Needed where it is per m².")] = []


DoseFact = DosePerAreaFact | DailyDoseFact


def get_measure(fact: DoseFact) -> Literal["day", "m2", "kg"]:
    """Returns of what the daily dose is told: of the whole day, of each m² of body surface, or of each kg."""
    return fact.per if isinstance(fact, DailyDoseFact) else "m2"
