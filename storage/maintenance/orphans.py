"""Orphans: rows that belong to a screening of which there is no record."""

from collections.abc import Iterator

from sqlalchemy import bindparam, select

from storage.crypto.keyring import STORE_CHAIN
from storage.database.schema import entries, outbox, screening_keys, screenings
from storage.maintenance.screening_inspection import Inspection, name_by_id
from storage.unit_of_work.repository import ScreeningRepository


def find_orphans(repository: ScreeningRepository, after: bytes, last: bytes) -> Iterator[Inspection]:
    """Yields an inspection for each id after `after`, up to `last`, whose rows belong to no screening."""
    for statement, fault in _ORPHANS:
        for screening in repository.connection.execute(statement, {"after": after, "last": last}).scalars():
            yield Inspection(name_by_id(screening), (fault,), (), screening)


_ORPHANS = (
    (
        select(entries.c.screening)
        .where(
            entries.c.screening > bindparam("after"),
            entries.c.screening <= bindparam("last"),
            entries.c.screening != STORE_CHAIN,
        )
        .where(~select(screenings.c.id).where(screenings.c.id == entries.c.screening).exists())
        .distinct(),
        "there are entries of it, but no record",
    ),
    (
        select(screening_keys.c.screening)
        .where(screening_keys.c.screening > bindparam("after"), screening_keys.c.screening <= bindparam("last"))
        .where(~select(screenings.c.id).where(screenings.c.id == screening_keys.c.screening).exists()),
        "there is a key of it, but no record",
    ),
    (
        select(outbox.c.screening)
        .where(outbox.c.screening > bindparam("after"), outbox.c.screening <= bindparam("last"))
        .where(~select(screening_keys.c.screening).where(screening_keys.c.screening == outbox.c.screening).exists())
        .distinct(),
        "there are messages of it, but no key",
    ),
)
