"""Handing a screening over: a code that works once and soon expires makes it a colleague's. Only the code's keyed hash is kept."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto

from sqlalchemy import bindparam, delete, insert, select

from storage.crypto.encryption import ENTRY_STEP, identity, seal, unseal
from storage.database.schema import handovers, wrong_codes
from storage.features.quota import Quota
from storage.model.codes import new_code, read_code
from storage.model.entries import What
from storage.model.stored import Kept
from storage.unit_of_work.unit_of_work import Desk

LASTS = timedelta(hours=12)
"""How long a code works: a shift."""

RANDOM_CHARACTERS = 8
"""40 random bits: with the check character two more than the code of a screening, so that neither is ever read as the other."""

WRONG_ALLOWED = 5
WRONG_CODES_KEPT = timedelta(hours=1)
"""How many wrong codes a person may say, and how long they count, from the first one on."""

_GROUP = 3


class Why(Enum):
    """Why a code did not make a screening somebody's. One that is wrong, used or expired is all the same."""

    WRONG = auto()
    OWN = auto()
    TOO_MANY = auto()


@dataclass(frozen=True, slots=True)
class Refused:
    """A code that opened nothing; after too many, `until` says when the next one is looked at."""

    why: Why
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """An open handover: the screening with its entry, the code to be told, and until when it works."""

    kept: Kept
    code: str = field(repr=False)
    until: datetime


class Handovers:
    """Offers screenings and takes them over, at the desk of one event."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.now = desk.incoming.at
        self._person = desk.realm.looked_up("person", desk.incoming.person)

    def offer(self, kept: Kept) -> Offer:
        """Makes a code for a screening of the person of the event. Any earlier code for it is void from now on."""
        code = new_code(RANDOM_CHARACTERS)
        token, until = self._token(code), (self.now + LASTS).replace(microsecond=0)
        expires_at = int(until.timestamp())
        sealed = seal(kept.secret, b"", _identity(token, kept.id, expires_at), ENTRY_STEP)
        self.desk.writing().execute(_VOID, {"b_screening": kept.id})
        row = {"token": token, "screening": kept.id, "expires_at": expires_at, "sealed": sealed}
        self.desk.writing().execute(insert(handovers), row)
        return Offer(self.desk.note(kept, What.OFFERED, f"until {until:%Y-%m-%d %H:%M} UTC"), code, until)

    def take(self, code: str) -> Kept | Refused:
        """Makes the screening that a code is for that of the person of the event, and uses the code up. Wrong ones are counted."""
        wrong = Quota(self.desk, wrong_codes, self._person, WRONG_ALLOWED, WRONG_CODES_KEPT)
        until = wrong.used_up_until()
        if until is not None:
            return Refused(Why.TOO_MANY, until)
        token = self._token(code)
        kept = self._offered(token)
        if kept is not None and kept.owner == self.desk.incoming.person:
            return Refused(Why.OWN)
        if kept is None or not self.desk.writing().execute(_USE, {"b_token": token}).rowcount:
            wrong.count()
            return Refused(Why.WRONG)
        return self.desk.hand_over(kept)

    def _offered(self, token: bytes) -> Kept | None:
        """Returns the screening that a code is for, locked; whoever waited for it finds out by using the code whether they were first."""
        row = self.desk.reading.execute(_OFFER, {"token": token}).first()
        if row is None or row.expires_at <= int(self.now.timestamp()):
            return None
        kept = self.desk.by_id(row.screening)
        if kept is not None:
            unseal(kept.secret, row.sealed, _identity(token, kept.id, row.expires_at), "the code of a handover")
        return kept

    def _token(self, code: str) -> bytes:
        return self.desk.realm.looked_up("handover", code)


def read_handover_code(text: str) -> str | None:
    """Returns the handover code that a person typed, or None where it is none, as `read_code` does for a screening's."""
    return read_code(text, RANDOM_CHARACTERS)


def shown_handover_code(code: str) -> str:
    """Returns a handover code as people read it: K7Q-42M-XD1."""
    return "-".join(code[place : place + _GROUP] for place in range(0, len(code), _GROUP))


def _identity(token: bytes, screening: bytes, expires_at: int) -> bytes:
    return identity("handover", token, screening, expires_at)


_OFFER = select(handovers).where(handovers.c.token == bindparam("token"))
_VOID = delete(handovers).where(handovers.c.screening == bindparam("b_screening"))
_USE = delete(handovers).where(handovers.c.token == bindparam("b_token"))
