"""Answers as plain values for sealing, and back: nothing of an answer is lost.

The shapes are this room's own, and held stable by a test.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dialogs.rules.answers import (
    PENDING,
    UNKNOWN,
    Answer,
    Interval,
    Known,
    LastDose,
    LastDoses,
    Pending,
    Selected,
    Unknown,
)

_LIMITS = ("min", "max", "above", "below")


def encode_answer(answer: Answer | None) -> Any:
    """Returns an answer as plain values. It loses nothing, unlike the answers that other programs read."""
    if answer is None:
        return None
    if isinstance(answer, Known):
        plain = {"is": answer.value}
        return plain if answer.clear_on is None else plain | {"clear_on": answer.clear_on.isoformat()}
    if isinstance(answer, Interval):
        return {"in": {limit: number for limit in _LIMITS if (number := getattr(answer, limit)) is not None}}
    if isinstance(answer, LastDoses):
        return _encode_last_doses(answer)
    if isinstance(answer, Selected):
        return encode_selected(answer)
    if isinstance(answer, Unknown):
        return "unknown"
    return "pending" if answer.expected is None else {"pending": answer.expected.isoformat()}


def read_answer(plain: Any) -> Answer | None:
    """Returns the answer that `encode_answer` wrote."""
    return None if plain is None else read_given_answer(plain)


def read_answers(plain: Mapping[str, Any]) -> dict[str, Answer]:
    """Returns answers by fact."""
    return {fact: read_given_answer(answer) for fact, answer in plain.items()}


def encode_selected(answer: Selected) -> dict[str, Any]:
    """Returns an answer as plain values: the codes that are so, and those not tested where there are any."""
    plain = {"so": list(answer.codes)}
    return plain | {"untested": list(answer.untested)} if answer.untested else plain


def read_selected(plain: Mapping[str, Any]) -> Selected:
    """Returns the answer that `encode_selected` wrote."""
    return Selected(tuple(plain["so"]), tuple(plain.get("untested", ())))


def read_given_answer(plain: Any) -> Answer:
    """Returns an answer that was given."""
    if isinstance(plain, str):
        return UNKNOWN if plain == "unknown" else PENDING
    if "so" in plain:
        return read_selected(plain)
    if "is" in plain:
        clear_on = plain.get("clear_on")
        return Known(plain["is"]) if clear_on is None else Known(plain["is"], date.fromisoformat(clear_on))
    if "last" in plain:
        return _read_last_doses(plain)
    return Interval(**plain["in"]) if "in" in plain else Pending(date.fromisoformat(plain["pending"]))


def _encode_last_doses(answer: LastDoses) -> dict[str, Any]:
    plain = {"last": [[each.drug, each.least, each.most] for each in answer.doses]}
    return plain if answer.clear_on is None else plain | {"clear_on": answer.clear_on.isoformat()}


def _read_last_doses(plain: Mapping[str, Any]) -> LastDoses:
    clear_on = plain.get("clear_on")
    doses = tuple(LastDose(drug, least, most) for drug, least, most in plain["last"])
    return LastDoses(doses, None if clear_on is None else date.fromisoformat(clear_on))
