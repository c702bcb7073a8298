"""Last doses of drugs as plain values for sealing, and back."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dialogs.rules.answers import LastDose, LastDoses


def encode_last_doses(answer: LastDoses) -> dict[str, Any]:
    """Returns last doses as plain values."""
    plain = {"last": [[each.drug, each.least, each.most] for each in answer.doses]}
    return plain if answer.clear_on is None else plain | {"clear_on": answer.clear_on.isoformat()}


def read_last_doses(plain: Mapping[str, Any]) -> LastDoses:
    """Returns the last doses that `encode_last_doses` wrote."""
    clear_on = plain.get("clear_on")
    doses = tuple(LastDose(drug, least, most) for drug, least, most in plain["last"])
    return LastDoses(doses, None if clear_on is None else date.fromisoformat(clear_on))
