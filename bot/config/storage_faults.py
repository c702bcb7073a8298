"""Faults of the store as one line for the person at the command."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.config.errors import PassingFault, UsageFault
from storage.model.errors import StorageError, Unavailable


@contextmanager
def translate_faults() -> Iterator[None]:
    """Tells a fault of the store as a fault of the command."""
    try:
        yield
    except StorageError as fault:
        raise UsageFault(str(fault)) from fault


@contextmanager
def tell_passing_faults() -> Iterator[None]:
    """Tells a service that its store is held or gone just now, so that it begins again."""
    try:
        yield
    except UsageFault as fault:
        if any(isinstance(each, Unavailable) for each in _list_causes(fault)):
            raise PassingFault(str(fault)) from fault
        raise


def _list_causes(fault: BaseException | None) -> Iterator[BaseException]:
    while fault is not None:
        yield fault
        fault = fault.__cause__
