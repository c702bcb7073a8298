"""Handing a screening over to a colleague, by a code that works once and soon expires.

Only the code's keyed hash is stored.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto

from sqlalchemy import bindparam, delete, insert, select

from storage.crypto.encryption import ENTRY_STEP, make_identity, seal, unseal
from storage.database.schema import handovers, wrong_codes
from storage.features.quota import Quota
from storage.model.codes import make_code, read_code
from storage.model.entries import EntryKind
from storage.model.stored import StoredScreening
from storage.unit_of_work.unit_of_work import UnitOfWork

LASTS = timedelta(hours=12)
"""How long a code works: a shift."""

RANDOM_CHARACTERS = 8
"""40 random bits. The code is two characters longer than that of a screening, so that neither is read as the other."""

WRONG_ALLOWED = 5
WRONG_CODES_KEPT = timedelta(hours=1)
"""How many wrong codes a person may say, and how long they count, from the first one on."""

_GROUP = 3


class RefusalReason(Enum):
    """Why a code gave nobody a screening. A code that is wrong, used or expired is all the same."""

    WRONG = auto()
    OWN = auto()
    TOO_MANY = auto()


@dataclass(frozen=True, slots=True)
class HandoverRefusal:
    """A code that was refused. After too many of them, `until` says when the next one is tried."""

    why: RefusalReason
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """An open handover: the screening with its entry, the code for the colleague, and until when it works."""

    stored: StoredScreening
    code: str = field(repr=False)
    until: datetime


class Handovers:
    """Offers screenings and takes them over, in the unit of work of one event."""

    def __init__(self, uow: UnitOfWork) -> None:
        self.uow = uow
        self.now = uow.inbound.at
        self._person = uow.keyring.hash_lookup("person", uow.inbound.person)

    def offer(self, stored: StoredScreening) -> Offer:
        """Makes a code for a screening of the person of the event. An earlier code for it is void from now on."""
        code = make_code(RANDOM_CHARACTERS)
        token, until = self._token(code), (self.now + LASTS).replace(microsecond=0)
        expires_at = int(until.timestamp())
        sealed = seal(stored.secret, b"", _identity(token, stored.id, expires_at), ENTRY_STEP)
        self.uow.begin_writing().execute(_VOID, {"b_screening": stored.id})
        row = {"token": token, "screening": stored.id, "expires_at": expires_at, "sealed": sealed}
        self.uow.begin_writing().execute(insert(handovers), row)
        return Offer(self.uow.note(stored, EntryKind.OFFERED, f"until {until:%Y-%m-%d %H:%M} UTC"), code, until)

    def take(self, code: str) -> StoredScreening | HandoverRefusal:
        """Gives the screening that a code is for to the person of the event, and uses the code up.

        Wrong codes are counted.
        """
        wrong = Quota(self.uow, wrong_codes, self._person, WRONG_ALLOWED, WRONG_CODES_KEPT)
        until = wrong.used_up_until()
        if until is not None:
            return HandoverRefusal(RefusalReason.TOO_MANY, until)
        token = self._token(code)
        stored = self._find_offered(token)
        if stored is not None and stored.owner == self.uow.inbound.person:
            return HandoverRefusal(RefusalReason.OWN)
        if stored is None or not self.uow.begin_writing().execute(_USE, {"b_token": token}).rowcount:
            wrong.count()
            return HandoverRefusal(RefusalReason.WRONG)
        return self.uow.hand_over(stored)

    def _find_offered(self, token: bytes) -> StoredScreening | None:
        """Returns the screening that a code is for, locked.

        Two events may both find it, one after the other. Using the code then shows which one was first.
        """
        row = self.uow.reading.execute(_OFFER, {"token": token}).first()
        if row is None or row.expires_at <= int(self.now.timestamp()):
            return None
        stored = self.uow.find_by_id(row.screening)
        if stored is not None:
            unseal(stored.secret, row.sealed, _identity(token, stored.id, row.expires_at), "the code of a handover")
        return stored

    def _token(self, code: str) -> bytes:
        return self.uow.keyring.hash_lookup("handover", code)


def read_handover_code(text: str) -> str | None:
    """Returns the handover code that a person typed, or None where it is none. See `read_code`."""
    return read_code(text, RANDOM_CHARACTERS)


def format_handover_code(code: str) -> str:
    """Returns a handover code as people read it: K7Q-42M-XD1."""
    return "-".join(code[place : place + _GROUP] for place in range(0, len(code), _GROUP))


def _identity(token: bytes, screening: bytes, expires_at: int) -> bytes:
    return make_identity("handover", token, screening, expires_at)


_OFFER = select(handovers).where(handovers.c.token == bindparam("token"))
_VOID = delete(handovers).where(handovers.c.screening == bindparam("b_screening"))
_USE = delete(handovers).where(handovers.c.token == bindparam("b_token"))
