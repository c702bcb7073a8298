"""Enrolment counts: how many were approached and enrolled, by month and trial.

They are append-only: a correction is a further count, a negative one. A count holds no code and no link to a screening.
It is sealed for its number, so that nothing but this program can change, move or add one. A missing one shows by its
number, and the store's own chain tells of each.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import Connection, insert, select

from storage.crypto.keyring import Keyring
from storage.crypto.row_seals import ENROLMENT_SEAL
from storage.database.schema import enrolment_counts
from storage.model.codec import pack, unpack
from storage.model.entries import EntryKind
from storage.model.errors import Damaged, Refused
from storage.unit_of_work.unit_of_work import UnitOfWork


class EnrolmentStep(Enum):
    """What follows a screening, as only a coordinator knows it."""

    APPROACHED = "approached"
    ENROLLED = "enrolled"


@dataclass(frozen=True, slots=True)
class EnrolmentCount:
    """How many more came to a step in a month, or fewer, where `count` is negative; who said so, when and where."""

    month: str
    trial: str
    step: EnrolmentStep
    count: int
    at: datetime
    channel: str
    who: str = field(repr=False)


class EnrolmentCounts:
    """Adds enrolment counts, in the unit of work of one event."""

    def __init__(self, uow: UnitOfWork) -> None:
        self.uow = uow

    def add(self, month: str, trial: str, step: EnrolmentStep, count: int) -> int:
        """Adds a count, and returns what the month comes to. Raises `Refused` where that would be fewer than none."""
        known = read_enrolment_counts(self.uow.reading, self.uow.keyring)
        total = count + sum(each.count for each in known if (each.month, each.trial, each.step) == (month, trial, step))
        if total < 0:
            raise Refused(
                f"{month}: {total - count} {step.value} are marked for {trial}, so {-count} cannot be taken off; mark"
                " fewer"
            )
        inbound = self.uow.inbound
        plain = {
            "month": month,
            "trial": trial,
            "step": step.value,
            "count": count,
            "at": inbound.at.isoformat(),
            "channel": inbound.channel,
            "who": self.uow.person,
        }
        number = len(known) + 1
        row = ENROLMENT_SEAL.make(self.uow.keyring.store_key, {"number": number}, pack(plain))
        self.uow.begin_writing().execute(insert(enrolment_counts), row)
        self.uow.note_store(EntryKind.MARKED, f"mark {number}: {month} {trial} {step.value} {count:+}")
        return total


def read_enrolment_counts(connection: Connection, keyring: Keyring) -> Sequence[EnrolmentCount]:
    """Returns every enrolment count, the first one first.

    Raises `Damaged` where one was changed, or is missing before the last.
    """
    counts = []
    for number, row in enumerate(connection.execute(_ALL), 1):
        what = f"mark {number} of the screening log"
        if row.number != number:
            raise Damaged(f"{what} is missing: restore a backup")
        counts.append(_read_count(unpack(ENROLMENT_SEAL.unseal(keyring.store_key, row, what))))
    return counts


def _read_count(plain: dict[str, Any]) -> EnrolmentCount:
    at, step = datetime.fromisoformat(plain["at"]), EnrolmentStep(plain["step"])
    return EnrolmentCount(plain["month"], plain["trial"], step, plain["count"], at, plain["channel"], plain["who"])


_ALL = select(enrolment_counts).order_by(enrolment_counts.c.number)
