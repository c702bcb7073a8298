"""Inaccuracies that people reported by choice, until a coordinator settles them: what is wrong where, month and role.

They hold no text, no person and no screening. Only the store's own audit trail says who reported one.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, insert, select

from storage.crypto.row_seals import INACCURACY_SEAL, REPORTER_SEAL
from storage.database.schema import inaccuracies, reporters
from storage.features.grant_notes import REFERENCE_CHARACTERS, describe_inaccuracy
from storage.features.quota import Quota, QuotaKind, carry_quota
from storage.model.codec import pack, unpack
from storage.model.entries import EntryKind
from storage.model.people import PersonId
from storage.unit_of_work.unit_of_work import UnitOfWork

REPORTS_ALLOWED = 10
REPORTS_COUNTED = timedelta(days=1)
"""How many one person may report, and how long they count, from the first one on."""

COUNTED_REPORTS = QuotaKind(reporters, REPORTER_SEAL, REPORTS_ALLOWED, REPORTS_COUNTED)

INACCURACIES_KEPT = timedelta(days=366)
"""How long an inaccuracy that nobody settles is kept."""

ID_BYTES = 16


@dataclass(frozen=True, slots=True)
class Inaccuracy:
    """What is said to be wrong: in which version of which trial, about what ('question dose'), and how ('unclear').

    All of these are codes.
    """

    trial: str
    version: str
    about: str
    fault: str


@dataclass(frozen=True, slots=True)
class ReportedInaccuracy:
    """An inaccuracy as it is stored, with the month and the role. `reference` names it to coordinators."""

    reference: str
    month: str
    role: str
    inaccuracy: Inaccuracy


class Inaccuracies:
    """Stores, lists and settles inaccuracies, in the unit of work of one event."""

    def __init__(self, uow: UnitOfWork) -> None:
        self.uow = uow
        self.now = uow.now

    def report(self, inaccuracy: Inaccuracy, role: str) -> datetime | None:
        """Stores what a person reports, and returns None. After too many, returns when the next one is taken."""
        person = self.uow.keyring.hash_lookup("reporter", self.uow.person)
        quota = Quota(self.uow, COUNTED_REPORTS, person)
        until = quota.used_up_until()
        if until is not None:
            return until
        quota.count()
        number, month = secrets.token_bytes(ID_BYTES), f"{self.now:%Y-%m}"
        plain = {
            "trial": inaccuracy.trial,
            "version": inaccuracy.version,
            "about": inaccuracy.about,
            "fault": inaccuracy.fault,
            "role": role,
        }
        row = INACCURACY_SEAL.make(self.uow.keyring.store_key, {"id": number, "month": month}, pack(plain))
        self.uow.begin_writing().execute(insert(inaccuracies), row)
        note = describe_inaccuracy(_describe(inaccuracy), _reference(number))
        self.uow.note_store(EntryKind.REPORTED, note)
        return None

    def list_all(self) -> list[ReportedInaccuracy]:
        """Returns the inaccuracies that are not settled yet, by month."""
        return [self._read_reported(row) for row in self.uow.reading.execute(_ALL)]

    def settle(self, reference: str) -> ReportedInaccuracy | None:
        """Removes and returns an inaccuracy that was looked into. Returns None where none has this reference."""
        for row in self.uow.reading.execute(_ALL).all():
            settled = self._read_reported(row)
            if settled.reference == reference.lower():
                self.uow.begin_writing().execute(_SETTLE, {"b_id": row.id})
                note = describe_inaccuracy(_describe(settled.inaccuracy), settled.reference)
                self.uow.note_store(EntryKind.SETTLED, note)
                return settled
        return None

    def _read_reported(self, row: Any) -> ReportedInaccuracy:
        plain = unpack(INACCURACY_SEAL.unseal(self.uow.keyring.store_key, row))
        role = plain.pop("role")
        return ReportedInaccuracy(_reference(row.id), row.month, role, Inaccuracy(**plain))


def carry_reports(uow: UnitOfWork, former: PersonId, person: PersonId) -> None:
    """Counts the reports of a person for another one too."""
    carry_quota(uow, COUNTED_REPORTS, *(uow.keyring.hash_lookup("reporter", each) for each in (former, person)))


def _reference(number: bytes) -> str:
    return number.hex()[:REFERENCE_CHARACTERS]


def _describe(inaccuracy: Inaccuracy) -> str:
    return f"{inaccuracy.trial} {inaccuracy.version}, {inaccuracy.about}: {inaccuracy.fault}"


_ALL = select(inaccuracies).order_by(inaccuracies.c.month, inaccuracies.c.id)
_SETTLE = delete(inaccuracies).where(inaccuracies.c.id == bindparam("b_id"))
