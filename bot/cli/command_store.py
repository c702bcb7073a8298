"""The store for one command of the person at this terminal: opened, used and closed again.

A fault of it becomes one line for them.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from typing import TypeVar
from uuid import uuid4

from bot.config.clock import MACHINE, Clock
from bot.config.login_name import get_login_name
from bot.config.output import print_notes
from bot.config.storage_faults import translate_faults
from bot.config.store_access import open_existing_store
from storage.model.entries import EntryKind
from storage.model.errors import Damaged
from storage.model.people import AccountName, PersonId
from storage.model.stored import InboundEvent
from storage.unit_of_work.account_rows import find_account, read_account
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import UnitOfWork

CHANNEL = "command"

Open = Callable[[str, datetime], Store]
"""Opens the store at a URL, or where the settings say, at a time (UTC)."""

FeatureT = TypeVar("FeatureT")
ValueT = TypeVar("ValueT")


@contextmanager
def open_store_at(database: str, opened: Open = open_existing_store) -> Iterator[Store]:
    """Opens the store at a URL, or where the settings say, for one command.

    What opening it found is told on standard error. Raises `UsageFault` for any fault of the store.
    """
    with translate_faults(), closing(opened(database, MACHINE())) as store:
        print_notes(store.warnings)
        yield store


def take(store: Store, handle: Callable[[UnitOfWork], ValueT], clock: Clock = MACHINE) -> ValueT:
    """Takes one event of the person at this command, by a clock, and returns what its handler returned."""
    person, at = AccountName(get_login_name()), clock.machine()
    inbound = InboundEvent(CHANNEL, uuid4().hex, "", person, at, fixed_at=clock.fixed)
    value: ValueT = store.take(inbound, handle).value
    return value


def find_acting_person(store: Store) -> PersonId:
    """Returns the person who speaks from the account at this command.

    Screenings are theirs alone, also where another person bears the account's name.
    """
    account = AccountName(get_login_name())
    with store.reading() as repository:
        keyring = repository.keyring
        row = find_account(repository.connection, keyring.hash_lookup("person", account))
        return PersonId(account) if row is None else read_account(keyring, row).person


def note_reading_of_all(store: Store, note: str) -> list[str]:
    """Notes in the store's own trail that screenings of all people were read.

    Returns a fault where a changed trail takes no entry: then it can still be read, and told what is wrong with it.
    """
    try:
        take(store, lambda uow: uow.note_store(EntryKind.READ, note))
    except Damaged as fault:
        return [str(fault)]
    return []


def use(
    database: str,
    make: Callable[[UnitOfWork], FeatureT],
    do: Callable[[FeatureT], ValueT],
    opened: Open = open_existing_store,
) -> ValueT:
    """Does something with a feature of the store, in the unit of work of one event of the person at this command."""
    with open_store_at(database, opened) as store:
        return take(store, lambda uow: do(make(uow)))
