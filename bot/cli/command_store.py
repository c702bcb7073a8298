"""The store for one command of the person at this terminal: opened, used and closed again. A fault of it becomes one line for them."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from typing import TypeVar
from uuid import uuid4

from bot.config import store_access as keeping
from bot.config.clock import clock
from storage.model.stored import Incoming
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import Desk

CHANNEL = "command"

Open = Callable[[str, datetime], Store]
"""Opens the store at a URL, or where the settings say, at a time (UTC)."""

Value = TypeVar("Value")


@contextmanager
def store_at(database: str, opened: Open = keeping.opened) -> Iterator[Store]:
    """Opens the store at a URL, or where the settings say, for one command. Raises `UsageFault` for any fault of the store."""
    with keeping.as_usage_faults(), closing(opened(database, clock(None)())) as store:
        yield store


def take(store: Store, handle: Callable[[Desk], Value], at: datetime | None = None) -> Value:
    """Takes one event of the person at this command, at a time or now, and returns what its handler returned."""
    incoming = Incoming(CHANNEL, uuid4().hex, "", keeping.person(), at or clock(None)())
    value: Value = store.take(incoming, handle).value
    return value
