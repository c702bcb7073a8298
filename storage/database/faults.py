"""Faults of the database: what an error of its driver means to people."""

import sqlite3
from types import MappingProxyType

from sqlalchemy.exc import DBAPIError

from storage.database.address import DatabaseAddress
from storage.model.errors import Damaged, StorageError, Unavailable


class Conflict(Unavailable):
    """Another transaction was first; the same work, done again, will see what it did."""


class Lost(Unavailable):
    """The connection went away, perhaps after the commit. The same event, taken again, finds out whether it was."""


def translate_error(error: DBAPIError, address: DatabaseAddress) -> StorageError:
    """Returns what an error of the driver means to people, without the driver's text: it may quote values."""
    original = error.orig
    if isinstance(original, sqlite3.Error):
        name = getattr(original, "sqlite_errorname", "") or ""
        for begin, (kind, sentence) in _FILE_FAULTS.items():
            if name.startswith(begin):
                return kind(sentence.format(address=address))
        return Unavailable(f"{address}: the database answered with {name or 'an error'}; try again")
    code = getattr(original, "sqlstate", None) or ""
    for begin, (kind, sentence) in _SERVER_FAULTS.items():
        if code.startswith(begin):
            return kind(sentence.format(address=address))
    if error.connection_invalidated or not code:
        return Lost(
            f"{address}: the database cannot be reached{_reason(error)}; check that it runs, and its URL, then try"
            " again"
        )
    return Unavailable(f"{address}: the database answered with error {code}; try again")


def _reason(error: DBAPIError) -> str:
    """Returns why a connection was not made, in the driver's words. What it says of a statement may quote values."""
    lines = str(error.orig).strip().splitlines() if error.statement is None else []
    return f" ({lines[-1].split('FATAL:')[-1].strip()})" if lines else ""


_FILE_FAULTS = MappingProxyType(
    {
        "SQLITE_BUSY": (
            Unavailable,
            "{address}: another program holds the database; nothing was changed, try again in a moment",
        ),
        "SQLITE_LOCKED": (
            Unavailable,
            "{address}: another program holds the database; nothing was changed, try again in a moment",
        ),
        "SQLITE_FULL": (Unavailable, "{address}: the disk is full; nothing was changed, make room and try again"),
        "SQLITE_READONLY": (
            Unavailable,
            "{address}: the database may not be written; nothing was changed, allow writing and try again",
        ),
        "SQLITE_PERM": (
            Unavailable,
            "{address}: the database may not be used; nothing was changed, allow it and try again",
        ),
        "SQLITE_CANTOPEN": (
            Unavailable,
            "{address}: the database cannot be opened; nothing was changed, look at its folder and try again",
        ),
        "SQLITE_IOERR": (
            Unavailable,
            "{address}: the disk cannot be read or written; nothing was changed, look at the disk and try again",
        ),
        "SQLITE_CORRUPT": (Damaged, "{address}: the database is damaged; restore a backup"),
        "SQLITE_NOTADB": (Damaged, "{address}: this is no database; restore a backup, or name another file"),
        "SQLITE_CONSTRAINT": (Conflict, "{address}: another transaction was first; try again"),
    }
)


_SERVER_FAULTS = MappingProxyType(
    {
        "23505": (Conflict, "{address}: another transaction was first; try again"),
        "40": (Conflict, "{address}: another transaction was first; try again"),
        "53100": (Unavailable, "{address}: the database's disk is full; nothing was changed, make room and try again"),
        "53": (Unavailable, "{address}: the database is overloaded; nothing was changed, try again in a moment"),
        "55P03": (Unavailable, "{address}: another program holds the row; nothing was changed, try again in a moment"),
        "25006": (
            Unavailable,
            "{address}: the database may not be written; nothing was changed, allow writing and try again",
        ),
        "57": (Lost, "{address}: the database is going down or starting; try again in a moment"),
        "08": (Lost, "{address}: the connection to the database was lost; try again in a moment"),
        "28": (Unavailable, "{address}: the database does not let this user in; check user and password"),
        "3D": (Unavailable, "{address}: there is no such database; create it, or check the name"),
        "42501": (Unavailable, "{address}: the database's user may not do this; grant it"),
    }
)
