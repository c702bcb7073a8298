"""The state of an open pre-check: all that one page of it hands on to the next. No other place holds it."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from dialogs.conversation.screening import Screening
from storage.model.codec import encode_screening, pack, read_screening, unpack

ID_BYTES = 16

LASTS = timedelta(hours=1)
"""How long a pre-check goes on, from its first page."""

AHEAD = timedelta(minutes=1)
"""By how much the clock of another process may be ahead."""


@dataclass(frozen=True, slots=True)
class PreCheckState:
    """The state of one pre-check: its random id, when it began (UTC), the screening, and the step of its page.

    `step` counts the pages, so that the form of an earlier one is known. `from_note` are the facts whose answers a note
    proposed.
    """

    id: bytes = field(repr=False)
    began_at: datetime
    step: int
    screening: Screening = field(repr=False)
    from_note: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def ends_at(self) -> datetime:
        """Until when it goes on."""
        return self.began_at + LASTS

    def is_over(self, now: datetime) -> bool:
        """Says whether its hour is over, or has not begun: that would be another clock's."""
        return not self.began_at - AHEAD <= now <= self.ends_at


def begin_state(screening: Screening, now: datetime) -> PreCheckState:
    """Returns the state of a new pre-check."""
    return PreCheckState(secrets.token_bytes(ID_BYTES), now, 1, screening)


def encode_state(state: PreCheckState) -> bytes:
    """Returns a state as bytes."""
    began_at, noted = state.began_at.isoformat(), sorted(state.from_note)
    return pack([state.id.hex(), began_at, state.step, noted, encode_screening(state.screening)])


def read_state(content: bytes) -> PreCheckState:
    """Returns the state that `encode_state` wrote."""
    state_id, began_at, step, noted, screening = unpack(content)
    began = datetime.fromisoformat(began_at)
    return PreCheckState(bytes.fromhex(state_id), began, step, read_screening(screening), frozenset(noted))


def read_state_id(content: bytes) -> bytes:
    """Returns the id of a state alone: what else stands in it may be of another definition."""
    return bytes.fromhex(unpack(content)[0])
