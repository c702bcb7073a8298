"""Faults of the store as one line for the person at the command."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.config.errors import UsageFault
from storage.model.errors import StorageError


@contextmanager
def translate_faults() -> Iterator[None]:
    """Tells a fault of the store as a fault of the command."""
    try:
        yield
    except StorageError as fault:
        raise UsageFault(str(fault)) from fault
