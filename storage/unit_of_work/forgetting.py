"""Forgetting several screenings of a store, each as an event of its own."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from storage.database.schema import screenings
from storage.database.statements import fetch_rows
from storage.model.people import AccountName
from storage.model.stored import InboundEvent
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import UnitOfWork


def forget_all(
    store: Store, screenings_: Sequence[bytes], now: datetime, why: str, *, is_in_journal: bool = False
) -> None:
    """Forgets screenings one by one, and passes over those that are not there any more."""
    for each in screenings_:
        inbound = InboundEvent("store", f"forget:{each.hex()}:{now.timestamp()}", "", AccountName("the store"), now)

        def handle(uow: UnitOfWork, each: bytes = each) -> None:
            stored = uow.find_by_id(each)
            if stored is not None:
                uow.forget(stored, why, is_in_journal=is_in_journal)

        store.take(inbound, handle)


def forget_again(store: Store, now: datetime, *, is_whole_journal: bool = False) -> int:
    """Forgets the screenings that the journal names and that are still there: after a crash, or in a restored backup.

    Of a journal longer than a megabyte it looks at the last lines only, unless `is_whole_journal`. Returns how many
    it forgot.
    """
    named = store.journal.iterate_effective() if is_whole_journal else iter(store.journal.read_last())
    with store.database.reading() as connection:
        still_there = find_unforgotten(connection, named)
    forget_all(store, still_there, now, "forgotten before", is_in_journal=True)
    return len(still_there)


def find_unforgotten(connection: Connection, named: Iterable[bytes]) -> list[bytes]:
    """Returns which of these screenings are there and not forgotten."""
    return [each for each in named if fetch_rows(connection, _IS_THERE, {"id": each})]


_IS_THERE = select(screenings.c.id).where(screenings.c.id == bindparam("id"), screenings.c.is_forgotten.is_(False))
