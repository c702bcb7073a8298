"""Copying a whole database: pages from file to file, or rows between a file and a server."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, insert, select, text
from sqlalchemy.exc import DBAPIError

from storage.database.address import make_file_address
from storage.database.engine import Database
from storage.database.faults import translate_error
from storage.database.leftovers import make_work_folder
from storage.database.schema import APPLICATION_ID, keyrings, metadata, outbox
from storage.database.whole_files import give_name
from storage.model.errors import Refused

CHUNK = 1_000
"""How many rows are in memory at a time."""


@contextmanager
def open_work_folder(folder: Path, home: Path) -> Iterator[Path]:
    """Gives a work folder within `folder`. At `home`, beside the database, it is found too if it is left behind.

    Raises `Refused` where it cannot be made.
    """
    with ExitStack() as stack:
        try:
            made = stack.enter_context(make_work_folder(folder, home))
        except OSError as error:
            reason = (error.strerror or "unknown reason").lower()
            raise Refused(f"{folder}: nothing can be written here ({reason}); name another place") from error
        yield made


def copy_to_file(source: Database, target: Path) -> None:
    """Copies a database, as it is at one moment, into a new SQLite file whose free pages hold nothing."""
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    if source.is_file:
        _copy_pages(source, target)
    else:
        _copy_to_file(source, target)


def copy_rows(source: Connection, target: Connection) -> None:
    """Copies the rows of every table into tables that exist and are empty."""
    for table in metadata.sorted_tables:
        rows = source.execute(select(table), execution_options={"yield_per": CHUNK}).mappings()
        for some in rows.partitions():
            target.execute(insert(table), [dict(row) for row in some])
    if target.dialect.name == "postgresql":
        last = select(outbox.c.id).order_by(outbox.c.id.desc()).limit(1)
        target.execute(
            text("SELECT setval(pg_get_serial_sequence('outbox', 'id'), :next, false)"),
            {"next": (target.scalar(last) or 0) + 1},
        )


def publish_file(made: Path, file: Path) -> None:
    """Gives a finished file its name, so that it lasts.

    Raises `Refused` where there is a file of that name: it is never overwritten.
    """
    try:
        give_name(made, file)
    except FileExistsError:
        raise Refused(
            f"{file}: there is a file already, and it is left as it is; name another one, or move it away"
        ) from None
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise Refused(f"{file}: it cannot be written ({reason}); name another place") from error


def _copy_pages(source: Database, target: Path) -> None:
    """Copies all pages in one step.

    In several steps, each transaction of another process would make SQLite begin again, under load for ever.
    """
    with source.reading() as connection:
        connection.execute(select(keyrings.c.id))  # from here on it is one state
        opened = connection.connection.driver_connection
        assert isinstance(opened, sqlite3.Connection)
        try:
            with closing(sqlite3.connect(target, isolation_level=None)) as copy:
                copy.execute("PRAGMA synchronous = OFF")  # it is made to last as a whole, by `publish_file`
                opened.backup(copy, pages=-1)
                copy.execute("PRAGMA journal_mode = OFF")
                if copy.execute("PRAGMA freelist_count").fetchone()[0]:
                    copy.execute("VACUUM")
        except sqlite3.Error as error:
            raise translate_error(DBAPIError(None, None, error), make_file_address(target)) from error


def _copy_to_file(source: Database, target: Path) -> None:
    from storage.migrations import upgrade  # noqa: PLC0415 - the migration library is slow to import, and rarely needed

    with closing(Database(make_file_address(target))) as copy, source.reading() as reading, copy.writing() as writing:
        writing.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        upgrade(writing)
        copy_rows(reading, writing)
