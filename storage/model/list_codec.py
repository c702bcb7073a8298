"""Answers that are lists, as plain values and back: several options, also chosen so far, and last doses."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dialogs.rules.answers import LastDose, LastDoses, Selected


def encode_selected(answer: Selected) -> dict[str, Any]:
    """Returns an answer as plain values: the codes that are so, and those not tested where there are any."""
    plain = {"so": list(answer.codes)}
    return plain | {"untested": list(answer.untested)} if answer.untested else plain


def read_selected(plain: Mapping[str, Sequence[str]]) -> Selected:
    """Returns the answer that `encode_selected` wrote."""
    return Selected(tuple(plain["so"]), tuple(plain.get("untested", ())))


def encode_last_doses(answer: LastDoses) -> dict[str, Any]:
    """Returns an answer as plain values: each drug with its days, and the first day on which all are over."""
    plain = {"last": [[each.drug, each.least, each.most] for each in answer.doses]}
    return plain if answer.clear_on is None else plain | {"clear_on": answer.clear_on.isoformat()}


def read_last_doses(plain: Mapping[str, Any]) -> LastDoses:
    """Returns the answer that `encode_last_doses` wrote."""
    clear_on = plain.get("clear_on")
    doses = tuple(LastDose(drug, least, most) for drug, least, most in plain["last"])
    return LastDoses(doses, None if clear_on is None else date.fromisoformat(clear_on))
