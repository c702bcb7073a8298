"""Answers as plain values for sealing, and back. It loses nothing, unlike the answers that other programs read."""

from datetime import date
from typing import Any

from dialogs.rules.answers import PENDING, UNKNOWN, Answer, Interval, Known, LastDoses, Pending, Selected, Unknown
from storage.model.last_doses_codec import encode_last_doses, read_last_doses
from storage.model.selected_codec import encode_selected, read_selected

_LIMITS = ("min", "max", "above", "below")


def encode_answer(answer: Answer | None) -> Any:
    """Returns an answer as plain values. No answer at all is None."""
    if answer is None:
        return None
    if isinstance(answer, Known):
        plain = {"is": answer.value}
        return plain if answer.clear_on is None else plain | {"clear_on": answer.clear_on.isoformat()}
    if isinstance(answer, Interval):
        return {"in": {limit: number for limit in _LIMITS if (number := getattr(answer, limit)) is not None}}
    if isinstance(answer, LastDoses):
        return encode_last_doses(answer)
    if isinstance(answer, Selected):
        return encode_selected(answer)
    if isinstance(answer, Unknown):
        return "unknown"
    return "pending" if answer.expected is None else {"pending": answer.expected.isoformat()}


def read_answer(plain: Any) -> Answer | None:
    """Returns the answer that `encode_answer` wrote."""
    return None if plain is None else decode_answer(plain)


def decode_answer(plain: Any) -> Answer:
    """Returns the answer in plain values that `encode_answer` made of one."""
    if isinstance(plain, str):
        return UNKNOWN if plain == "unknown" else PENDING
    if "so" in plain:
        return read_selected(plain)
    if "is" in plain:
        clear_on = plain.get("clear_on")
        return Known(plain["is"]) if clear_on is None else Known(plain["is"], date.fromisoformat(clear_on))
    if "last" in plain:
        return read_last_doses(plain)
    return Interval(**plain["in"]) if "in" in plain else Pending(date.fromisoformat(plain["pending"]))
