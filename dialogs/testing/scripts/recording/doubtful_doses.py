"""Doses of which only some parts can be understood, so that they are asked back."""

from collections.abc import Iterator, Mapping

from dialogs.definition.facts import DoseFact
from dialogs.definition.wording import say
from dialogs.reading.doses.coded_parts import AMOUNT, DAILY, DRUG, LENGTH, UNIT, WEIGHT
from dialogs.reading.doses.dose_parts import PER_AREA, PER_DAY, PER_KG, get_own_unit


def list_doses(fact: DoseFact, kept: Mapping[str, str]) -> Iterator[str]:
    """Yields doses of which just `kept` is understood: with a part missing, one too many, or one that cannot be."""
    drug = kept.get(DRUG, "").replace("_", " ")
    amount = _format_amount(fact, kept)
    body = [f"{kept[name]} {unit}" for name, unit in ((WEIGHT, "kg"), (LENGTH, "cm")) if name in kept]
    parts = [each for each in (f"{drug} {amount}".strip(), *body) if each]
    several = " ".join(name.replace("_", " ") for name in list(fact.drugs)[:2])
    for added in ("", "5 mg twice", "5 g", "900 kg", "900 cm", "5 mg/day, 6 mg/kg/day", "3 kg, 4 kg", "30 cm, 40 cm"):
        yield ", ".join([*parts, added] if added else parts)
    for name in ("foobarine", f"{drug} taper".strip(), several):
        yield ", ".join([f"{name} {amount or '5 mg/day'}", *body])
        yield ", ".join([name, *body])


def _format_amount(fact: DoseFact, kept: Mapping[str, str]) -> str:
    """Returns the understood amount with its unit."""
    per_day = "/day" if DAILY in kept else ""
    area = say(fact.unit) if get_own_unit(fact) == PER_AREA else "mg/m²/day"
    units = {PER_AREA: area, PER_KG: f"mg/kg{per_day}", PER_DAY: f"mg{per_day}"}
    return f"{kept.get(AMOUNT, '')} {units.get(kept.get(UNIT, ''), '')}".strip()
