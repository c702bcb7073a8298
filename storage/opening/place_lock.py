"""The lock of a place: whoever makes or restores a database there holds it, so that two never do at once.

Beside an SQLite file it is another file, which is there only meanwhile. On a server it is an advisory lock.
"""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from storage.database.engine import Database
from storage.database.faults import translate_error
from storage.database.holding import hold_lock
from storage.database.schema import APPLICATION_ID
from storage.model.errors import Refused, Unavailable
from storage.opening.location import StoreLocation

_STEP_SECONDS = 0.05


@contextmanager
def lock_place(place: StoreLocation, other: str = "a restore is under way here") -> Iterator[None]:
    """Holds the lock of a place until the block ends.

    Raises `Unavailable` where another process holds it for longer than `busy_seconds`; `other` says what that does.
    Raises `Refused` where nothing can be written there.
    """
    file = place.address.file
    if file is None:
        with _lock_server(place, other):
            yield
        return
    with ExitStack() as stack:
        try:
            stack.enter_context(hold_lock(_locate_lock(file), place.busy_seconds))
        except TimeoutError:
            raise _is_busy(place, other) from None
        except OSError as error:
            reason = (error.strerror or "unknown reason").lower()
            raise Refused(
                f"{file}: the database cannot be made ({reason}); allow writing there, or name another place"
            ) from error
        yield


def _locate_lock(file: Path) -> Path:
    """Returns the lock of a file, the same by whatever name it is called."""
    file = file.resolve()
    return file.with_name(f"{file.name}.lock")


@contextmanager
def _lock_server(place: StoreLocation, other: str) -> Iterator[None]:
    database = Database(place.address, busy_seconds=place.busy_seconds)
    with ExitStack() as stack:
        stack.callback(database.close)
        try:
            connection = stack.enter_context(database.engine.connect())
            is_locked = _try_for(connection.execution_options(isolation_level="AUTOCOMMIT"), place.busy_seconds)
        except DBAPIError as error:
            raise translate_error(error, place.address) from error
        if not is_locked:
            raise _is_busy(place, other)
        yield


def _try_for(connection: Connection, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while not connection.exec_driver_sql("SELECT pg_try_advisory_lock(%s, 1)", (APPLICATION_ID,)).scalar():
        if time.monotonic() > until:
            return False
        time.sleep(_STEP_SECONDS)
    return True


def _is_busy(place: StoreLocation, other: str) -> Unavailable:
    return Unavailable(f"{place.address}: {other}; try again in a moment")
