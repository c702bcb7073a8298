"""Last doses of drugs as other programs read and write them: an object of drug and days; an empty one means none."""

from collections.abc import Mapping
from typing import Any

from dialogs.definition.facts.washouts import WashoutsFact
from dialogs.rules.answers import LastDose, LastDoses
from dialogs.verdict.json_amounts import AnswerError, name_kind, shorten

MOST_DAYS = 36_525
"""A last dose a hundred years ago is none."""


def make_plain_doses(answer: LastDoses) -> dict[str, Any]:
    """Returns last doses as plain values: {"imatinib": 3, "hydroxyurea": {"min": 1, "max": 2}}."""
    return {each.drug: _make_plain_days(each) for each in answer.doses}


def read_last_doses(fact_id: str, fact: WashoutsFact, plain: object) -> LastDoses:
    """Returns the last doses in an object of drug and days, in the order of the definition.

    The days are a whole number, or {"min": a, "max": b}, of which "max" may be missing. An empty object says that none
    of the drugs was given. Raises `AnswerError` for anything else, and for a drug that is not listed.
    """
    if not isinstance(plain, dict):
        fits = f'write drugs and days, such as {{"{next(iter(fact.drugs))}": 3}}, or {{}} for none'
        raise AnswerError(f"{fact_id}: {name_kind(plain)} is no object; {fits}")
    for drug in plain:
        if drug not in fact.drugs:
            fits = f"the drugs are {', '.join(fact.drugs)}"
            raise AnswerError(f"{fact_id}: {shorten(drug)} is no drug of it; {fits}")
    return LastDoses(tuple(_read_days(f"{fact_id}: {drug}", drug, plain[drug]) for drug in fact.drugs if drug in plain))


def _make_plain_days(dose: LastDose) -> int | dict[str, int]:
    if dose.most is None:
        return {"min": dose.least}
    return dose.least if dose.least == dose.most else {"min": dose.least, "max": dose.most}


def _read_days(at: str, drug: str, plain: object) -> LastDose:
    if not isinstance(plain, Mapping):
        days = _read_whole(at, plain)
        return LastDose(drug, days, days)
    unknown = [shorten(key) for key in plain if key not in {"min", "max"}]
    if unknown or not plain:
        fault = f"{unknown[0]} is no limit" if unknown else "an interval needs a limit"
        raise AnswerError(f'{at}: {fault}; write {{"min": a, "max": b}}, or {{"min": a}}')
    least = _read_whole(at, plain.get("min", 0))
    most = _read_whole(at, plain["max"]) if "max" in plain else None
    if most is not None and least > most:
        raise AnswerError(f"{at}: no number lies between its limits; give the smaller one as min")
    return LastDose(drug, least, most)


def _read_whole(at: str, plain: Any) -> int:
    is_number = not isinstance(plain, bool | str | bytes | list | dict) and plain is not None
    if not is_number or not 0 <= plain <= MOST_DAYS or int(plain) != plain:
        raise AnswerError(f"{at}: {name_kind(plain)} is no number of days; write a whole number from 0 to {MOST_DAYS}")
    return int(plain)
