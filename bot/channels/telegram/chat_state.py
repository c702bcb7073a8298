"""The seat of a Telegram chat as plain values, as the database keeps it between two updates."""

from dataclasses import dataclass, field
from typing import Any

from bot.session.service import Seat
from dialogs.conversation.screening import Button
from storage.model.codec import plain_screening, read_screening


@dataclass(frozen=True, slots=True)
class Place:
    """Where a chat is at: its seat at the front desk, and whether the message that asked the open question holds more than the question."""

    seat: Seat = field(default_factory=Seat)
    has_lead: bool = False


def plain_seat(place: Place) -> dict[str, Any]:
    """Returns a place as plain values."""
    seat = place.seat
    return {
        "has_lead": place.has_lead,
        "screening": None if seat.screening is None else seat.screening.hex(),
        "unkept": None if seat.unkept is None else plain_screening(seat.unkept),
        "menu": [[button.label, button.key] for button in seat.menu],
    }


def read_seat(plain: dict[str, Any] | None) -> Place:
    """Returns the place that `plain_seat` wrote; an empty one for a chat that is new."""
    if plain is None:
        return Place()
    seat = Seat(
        None if plain["screening"] is None else bytes.fromhex(plain["screening"]),
        None if plain["unkept"] is None else read_screening(plain["unkept"]),
        tuple(Button(label, key) for label, key in plain["menu"]),
    )
    return Place(seat, plain.get("has_lead", False))
