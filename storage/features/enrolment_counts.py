"""Marks: how many were approached and enrolled, by month and trial. Append-only: a correction is a further mark, of a negative count.

A mark holds no code and no link to a screening. It is sealed for its number, so that none can be changed, moved or added behind the
program's back; one that is missing shows by its number, and each is told in the realm's own trail as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import Connection, insert, select

from storage.crypto.encryption import ENTRY_STEP, identity, seal, unseal
from storage.crypto.keyring import Realm
from storage.database.schema import marks
from storage.model.codec import packed, unpacked
from storage.model.entries import What
from storage.model.errors import Damaged, Refused
from storage.unit_of_work.unit_of_work import Desk


class Step(Enum):
    """What follows a screening, and only a coordinator knows."""

    APPROACHED = "approached"
    ENROLLED = "enrolled"


@dataclass(frozen=True, slots=True)
class Mark:
    """How many more (or, where `count` is negative, fewer) came to a step in a month: who said so, when, through which channel."""

    month: str
    trial: str
    step: Step
    count: int
    at: datetime
    channel: str
    who: str = field(repr=False)


class Marks:
    """Adds marks, at the desk of one event."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def add(self, month: str, trial: str, step: Step, count: int) -> int:
        """Adds a mark, and returns what the month comes to. Raises `Refused` where that would be fewer than none."""
        known = marks_of(self.desk.reading, self.desk.realm)
        total = count + sum(mark.count for mark in known if (mark.month, mark.trial, mark.step) == (month, trial, step))
        if total < 0:
            raise Refused(f"{month}: {total - count} {step.value} are marked for {trial}, so {-count} cannot be taken off; mark fewer")
        incoming = self.desk.incoming
        plain = {
            "month": month,
            "trial": trial,
            "step": step.value,
            "count": count,
            "at": incoming.at.isoformat(),
            "channel": incoming.channel,
            "who": incoming.person,
        }
        number = len(known) + 1
        sealed = seal(self.desk.realm.desk_key, packed(plain), identity("mark", number), ENTRY_STEP)
        self.desk.writing().execute(insert(marks), {"number": number, "sealed": sealed})
        self.desk.note_realm(What.MARKED, f"mark {number}: {month} {trial} {step.value} {count:+}")
        return total


def marks_of(connection: Connection, realm: Realm) -> Sequence[Mark]:
    """Returns every mark, the first one first. Raises `Damaged` where one was changed, or is missing before the last."""
    read = []
    for number, row in enumerate(connection.execute(_ALL), 1):
        if row.number != number:
            raise Damaged(f"mark {number} of the screening log is missing: restore a backup")
        read.append(_read(unpacked(unseal(realm.desk_key, row.sealed, identity("mark", number), f"mark {number} of the screening log"))))
    return read


def _read(plain: dict[str, Any]) -> Mark:
    at = datetime.fromisoformat(plain["at"])
    return Mark(plain["month"], plain["trial"], Step(plain["step"]), plain["count"], at, plain["channel"], plain["who"])


_ALL = select(marks).order_by(marks.c.number)
