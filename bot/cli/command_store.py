"""The store for one command of the person at this terminal: opened, used and closed again.

A fault of it becomes one line for them.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from typing import TypeVar
from uuid import uuid4

from bot.config.clock import make_clock
from bot.config.login_name import get_login_name
from bot.config.output import print_notes
from bot.config.storage_faults import translate_faults
from bot.config.store_access import open_existing_store
from storage.model.people import AccountName
from storage.model.stored import InboundEvent
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
    with translate_faults(), closing(opened(database, make_clock(None)())) as store:
        print_notes(store.warnings)
        yield store


def take(store: Store, handle: Callable[[UnitOfWork], ValueT], at: datetime | None = None) -> ValueT:
    """Takes one event of the person at this command, at a time or now, and returns what its handler returned."""
    inbound = InboundEvent(CHANNEL, uuid4().hex, "", AccountName(get_login_name()), at or make_clock(None)())
    value: ValueT = store.take(inbound, handle).value
    return value


def use(
    database: str,
    make: Callable[[UnitOfWork], FeatureT],
    do: Callable[[FeatureT], ValueT],
    opened: Open = open_existing_store,
) -> ValueT:
    """Does something with a feature of the store, in the unit of work of one event of the person at this command."""
    with open_store_at(database, opened) as store:
        return take(store, lambda uow: do(make(uow)))
