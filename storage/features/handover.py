"""Handing a screening over to a colleague, by a code that works once and soon expires."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, select

from storage.crypto.row_seals import HANDOVER_SEAL
from storage.database.schema import handovers
from storage.features.one_time_codes import CodeRefusal, OneTimeCodes, RefusalReason
from storage.model.codec import pack, unpack
from storage.model.entries import Entry, EntryKind
from storage.model.retention import SHIFT
from storage.model.stored import StoredScreening
from storage.unit_of_work.repository import ScreeningRepository
from storage.unit_of_work.trail import read_current_trail
from storage.unit_of_work.unit_of_work import UnitOfWork

KIND = "handover"

LASTS = SHIFT
"""How long a code works."""


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
        self._codes = OneTimeCodes(uow, KIND, handovers, HANDOVER_SEAL, LASTS)

    def offer(self, stored: StoredScreening, code: str = "") -> Offer:
        """Makes a code for a screening of the person of the event. An earlier code for it is void from now on.

        Where `code` is given, it is that one.
        """
        content = pack({"entry": stored.head.number + 1})
        code, until = self._codes.make(stored.id, stored.secret, content, code)
        return Offer(self.uow.note(stored, EntryKind.OFFERED, _describe_until(until)), code, until)

    def take(self, code: str) -> StoredScreening | CodeRefusal:
        """Gives the screening that a code is for to the person of the event, and uses the code up.

        Wrong codes are counted.
        """
        refused = self._codes.refuse_for_now()
        if refused is not None:
            return refused
        opened = self._codes.find(code)
        stored = None if opened is None else self._find_offered(opened)
        if stored is not None and stored.owner == self.uow.person:
            return CodeRefusal(RefusalReason.OWN)
        if opened is None or stored is None or not self._codes.use(opened):
            return self._codes.refuse_wrong()
        return self.uow.hand_over(stored)

    def has_open(self, code: str) -> bool:
        """Says whether a code hands a screening over now, without using it. After too many wrong codes it says no."""
        opened = None if self._codes.refuse_for_now() is not None else self._codes.find(code)
        return opened is not None and self._find_offered(opened) is not None

    def _find_offered(self, opened: Any) -> StoredScreening | None:
        """Returns the screening that a code is for, locked; None where the trail says that the code is not open."""
        stored = self.uow.find_by_id(opened.screening) if isinstance(opened.screening, bytes) else None
        if stored is None:
            return None
        content = self._codes.unseal(opened, stored.secret)
        entry = unpack(content)["entry"] if content else None  # codes of earlier releases name no entry
        entries = read_current_trail(self.uow, stored)
        is_last = entry is None or not any(each.kind in _ABOUT_OWNERS for each in entries[entry:])
        return stored if is_last and is_offered(entries, opened.expires_at) else None


def find_until(repository: ScreeningRepository, code: str) -> datetime | None:
    """Returns until when a code works; None for one that was used, is forgotten, or never was."""
    wanted = {"token": repository.keyring.hash_lookup(KIND, code)}
    row = repository.connection.execute(_EXPIRY, wanted).first()
    return None if row is None else datetime.fromtimestamp(row.expires_at, UTC)


def is_offered(entries: Sequence[Entry], expires_at: int) -> bool:
    """Says whether the last entry of a screening about handing it over offers it until then.

    So a row that was put back after its code was used or replaced opens nothing.
    """
    last = next((entry for entry in reversed(entries) if entry.kind in _ABOUT_OWNERS), None)
    until = datetime.fromtimestamp(expires_at, UTC)
    return last is not None and last.kind is EntryKind.OFFERED and last.note == _describe_until(until)


def _describe_until(until: datetime) -> str:
    return f"until {until:%Y-%m-%d %H:%M} UTC"


_EXPIRY = select(handovers.c.expires_at).where(handovers.c.token == bindparam("token"))

_ABOUT_OWNERS = (EntryKind.OFFERED, EntryKind.TAKEN_OVER, EntryKind.UNLINKED)
