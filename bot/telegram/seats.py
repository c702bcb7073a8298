"""The seat of a Telegram chat as plain values, as the database keeps it between two updates."""

from typing import Any

from bot.frontdesk import Seat
from dialogs.screening import Button
from storage.records import plain_screening, read_screening


def plain_seat(seat: Seat) -> dict[str, Any]:
    """Returns a seat as plain values."""
    return {
        "screening": None if seat.screening is None else seat.screening.hex(),
        "unkept": None if seat.unkept is None else plain_screening(seat.unkept),
        "menu": [[button.label, button.key] for button in seat.menu],
    }


def read_seat(plain: dict[str, Any] | None) -> Seat:
    """Returns the seat that `plain_seat` wrote; an empty one for a chat that is new."""
    if plain is None:
        return Seat()
    return Seat(
        None if plain["screening"] is None else bytes.fromhex(plain["screening"]),
        None if plain["unkept"] is None else read_screening(plain["unkept"]),
        tuple(Button(label, key) for label, key in plain["menu"]),
    )
