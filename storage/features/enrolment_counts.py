"""Marks: how many were approached and enrolled, by month and trial.

Append-only: a correction is a further mark, of a negative count.

A mark holds no code and no link to a screening. It is sealed for its number, so that none can be changed, moved or
added behind the program's back; one that is missing shows by its number, and each is told in the store's own trail as
well.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import Connection, insert, select

from storage.crypto.encryption import ENTRY_STEP, make_identity, seal, unseal
from storage.crypto.keyring import Keyring
from storage.database.schema import enrolment_counts
from storage.model.codec import pack, unpack
from storage.model.entries import EntryKind
from storage.model.errors import Damaged, Refused
from storage.unit_of_work.unit_of_work import UnitOfWork


class EnrolmentStep(Enum):
    """What follows a screening, and only a coordinator knows."""

    APPROACHED = "approached"
    ENROLLED = "enrolled"


@dataclass(frozen=True, slots=True)
class EnrolmentCount:
    """How many more (or, where `count` is negative, fewer) came to a step in a month: who said so, when, through which channel."""

    month: str
    trial: str
    step: EnrolmentStep
    count: int
    at: datetime
    channel: str
    who: str = field(repr=False)


class EnrolmentCounts:
    """Adds marks, in the unit of work of one event."""

    def __init__(self, uow: UnitOfWork) -> None:
        self.uow = uow

    def add(self, month: str, trial: str, step: EnrolmentStep, count: int) -> int:
        """Adds a mark, and returns what the month comes to. Raises `Refused` where that would be fewer than none."""
        known = read_enrolment_counts(self.uow.reading, self.uow.keyring)
        total = count + sum(mark.count for mark in known if (mark.month, mark.trial, mark.step) == (month, trial, step))
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
            "who": inbound.person,
        }
        number = len(known) + 1
        sealed = seal(self.uow.keyring.store_key, pack(plain), make_identity("mark", number), ENTRY_STEP)
        self.uow.begin_writing().execute(insert(enrolment_counts), {"number": number, "sealed": sealed})
        self.uow.note_store(EntryKind.MARKED, f"mark {number}: {month} {trial} {step.value} {count:+}")
        return total


def read_enrolment_counts(connection: Connection, keyring: Keyring) -> Sequence[EnrolmentCount]:
    """Returns every mark, the first one first.

    Raises `Damaged` where one was changed, or is missing before the last.
    """
    read = []
    for number, row in enumerate(connection.execute(_ALL), 1):
        if row.number != number:
            raise Damaged(f"mark {number} of the screening log is missing: restore a backup")
        read.append(
            _read(
                unpack(
                    unseal(
                        keyring.store_key,
                        row.sealed,
                        make_identity("mark", number),
                        f"mark {number} of the screening log",
                    )
                )
            )
        )
    return read


def _read(plain: dict[str, Any]) -> EnrolmentCount:
    at = datetime.fromisoformat(plain["at"])
    return EnrolmentCount(
        plain["month"], plain["trial"], EnrolmentStep(plain["step"]), plain["count"], at, plain["channel"], plain["who"]
    )


_ALL = select(enrolment_counts).order_by(enrolment_counts.c.number)
