"""Quotas that outlive the process: how often a person may do something, in a span that begins with the first time."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import Table, bindparam, delete, insert, select

from storage.crypto.row_seal import RowSeal
from storage.unit_of_work.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class QuotaKind:
    """What is counted, how often at most, in what span. The columns of `table` are person, since, count and sealed."""

    table: Table
    seal: RowSeal
    most: int
    within: timedelta


class Quota:
    """How often one person may still do one thing, in the unit of work of one event."""

    def __init__(self, uow: UnitOfWork, kind: QuotaKind, person: bytes) -> None:
        self.uow = uow
        self.kind = kind
        self._person = person

    def used_up_until(self) -> datetime | None:
        """Returns when the person may do it again, or None where that is now."""
        since, count = self._counted
        return datetime.fromtimestamp(since, UTC) + self.kind.within if count >= self.kind.most else None

    def count(self) -> None:
        """Counts that the person did it, at most once for each unit of work."""
        since, count = self._counted
        self.uow.begin_writing().execute(
            delete(self.kind.table).where(self.kind.table.c.person == bindparam("b_person")), {"b_person": self._person}
        )
        row = {"person": self._person, "since": since, "count": count + 1}
        self.uow.begin_writing().execute(insert(self.kind.table), self.kind.seal.make(self.uow.keyring.store_key, row))

    @cached_property
    def _counted(self) -> tuple[int, int]:
        """Since when it is counted, in seconds since 1970, and how often the person did it by now."""
        now = self.uow.now
        row: Any = self.uow.reading.execute(
            select(self.kind.table).where(self.kind.table.c.person == bindparam("person")), {"person": self._person}
        ).first()
        if row is not None:
            self.kind.seal.unseal(self.uow.keyring.store_key, row)
        if row is None or row.since <= int((now - self.kind.within).timestamp()):
            return int(now.timestamp()), 0
        return row.since, row.count


def carry_quota(uow: UnitOfWork, kind: QuotaKind, former: bytes, person: bytes) -> None:
    """Counts for a person who is new what a former one did, so that no limit begins anew."""
    table, key = kind.table, uow.keyring.store_key
    row = uow.reading.execute(select(table).where(table.c.person == bindparam("person")), {"person": former}).first()
    if row is not None:
        uow.begin_writing().execute(insert(table), kind.seal.change(key, row, person=person))
