"""Which screenings go along when an account joins a person, or leaves one: all, or those that it brought itself."""

from collections.abc import Iterator

from sqlalchemy import bindparam, select

from storage.database.schema import screenings
from storage.model.entries import EntryKind
from storage.model.people import AccountName, PersonId
from storage.model.stored import StoredScreening
from storage.unit_of_work.trail import read_current_trail
from storage.unit_of_work.unit_of_work import UnitOfWork


def give_all(uow: UnitOfWork, former: PersonId, person: PersonId) -> None:
    """Gives all screenings of a person to another one; each tells of it."""
    for stored in _iterate_owned(uow, former):
        uow.give(stored, person, EntryKind.LINKED)


def give_brought(uow: UnitOfWork, former: PersonId, person: PersonId) -> None:
    """Gives a person the screenings that the account of the event brought to its former one; each tells of it.

    No code that was made before hands over any screening of either of them.
    """
    for stored in _iterate_owned(uow, former):
        was_offered = uow.void_handover(stored.id)
        if _find_bringing(uow, stored) == uow.inbound.account:
            uow.give(stored, person, EntryKind.UNLINKED)
        elif was_offered:
            uow.note(stored, EntryKind.UNLINKED, "its handover code is void")


def count_brought(uow: UnitOfWork) -> tuple[int, int]:
    """Returns how many screenings the account of the event would take along, and how many stay with its person."""
    came = [_find_bringing(uow, stored) == uow.inbound.account for stored in _iterate_owned(uow, uow.person)]
    return came.count(True), came.count(False)


def _iterate_owned(uow: UnitOfWork, person: PersonId) -> Iterator[StoredScreening]:
    """Yields all screenings of a person as they stand now, locked in the order of their ids."""
    owner = uow.keyring.hash_lookup("person", person)
    ids = set(uow.reading.execute(_OWNED, {"owner": owner}).scalars())
    ids |= {stored.id for stored in uow.changes.screenings.values() if stored.owner == person}
    for each in sorted(ids):
        stored = uow.find_by_id(each)
        if stored is not None and stored.owner == person:
            yield stored


def _find_bringing(uow: UnitOfWork, stored: StoredScreening) -> AccountName | None:
    """Returns the account by which a screening came to its person: it began the screening, or took it over last."""
    entries = reversed(read_current_trail(uow, stored))
    brought = next((each for each in entries if each.kind in _BRINGING), None)
    return None if brought is None else AccountName(brought.account or brought.who)


_BRINGING = (EntryKind.BEGUN, EntryKind.TAKEN_OVER)
_OWNED = select(screenings.c.id).where(screenings.c.owner == bindparam("owner"))
