"""One open database: its connections and transactions, and its errors as this room's faults. It knows no tables.

SQLite is given a rollback journal, and no write-ahead log. Before 3.51.3 a WAL file that two processes write can be
corrupted, and a command beside a serving bot is a second process. Every writing transaction begins with
`BEGIN IMMEDIATE`, since pysqlite's own default loses concurrent updates without an error.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from typing import Any

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool, QueuePool

from storage.database.address import DatabaseAddress
from storage.database.faults import translate_error

BUSY_SECONDS = 5.0
"""How long a transaction waits for another one."""

Connect = Callable[..., sqlite3.Connection]


class Database:
    """An open database.

    `writing` and `reading` give transactions; whatever goes wrong in them comes out as a `StorageError`.
    """

    def __init__(
        self,
        address: DatabaseAddress,
        *,
        busy_seconds: float = BUSY_SECONDS,
        is_read_only: bool = False,
        connect: Connect | None = None,
    ) -> None:
        self.address = address
        self.is_file = address.file is not None
        if self.is_file:
            connect = connect or sqlite3.connect
            self.engine = _make_file_engine(address, busy_seconds, is_read_only=is_read_only, connect=connect)
        else:
            self.engine = _make_server_engine(address, busy_seconds, is_read_only=is_read_only)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Gives a transaction that may write. It is committed at the end, or not at all."""
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Gives a transaction that reads one state of everything."""
        with self._transaction("BEGIN") as connection:
            yield connection

    def close(self) -> None:
        """Closes the connections."""
        self.engine.pool.dispose()

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Connection]:
        try:
            with self.engine.connect() as connection:
                if not self.is_file:
                    level = "REPEATABLE READ" if begin == "BEGIN" else "READ COMMITTED"
                    connection.execution_options(isolation_level=level)
                with connection.begin():
                    if self.is_file:
                        connection.exec_driver_sql(begin)
                    yield connection
        except DBAPIError as error:
            raise translate_error(error, self.address) from error


def _make_file_engine(address: DatabaseAddress, busy_seconds: float, *, is_read_only: bool, connect: Connect) -> Engine:
    assert address.file is not None
    uri = address.file.absolute().as_uri() + ("?mode=ro" if is_read_only else "?mode=rw")

    def open_connection() -> Any:
        connection = connect(uri, uri=True, timeout=busy_seconds, isolation_level=None, check_same_thread=False)
        connection.text_factory = _decode_text
        for pragma in _READ_PRAGMAS if is_read_only else _WRITE_PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        return connection

    model = _make_model_engine()
    pool = QueuePool(open_connection, dialect=model.dialect)
    return Engine(pool, model.dialect, model.url, hide_parameters=True, execution_options={"compiled_cache": _COMPILED})


@cache
def _make_model_engine() -> Engine:
    """Returns an engine whose dialect all files share. To make a dialect takes as long as to open a file."""
    engine = create_engine("sqlite://", poolclass=NullPool, paramstyle="named")
    engine.connect().close()  # it asks SQLite what it can do
    return engine


def _make_server_engine(address: DatabaseAddress, busy_seconds: float, *, is_read_only: bool) -> Engine:
    milliseconds = int(busy_seconds * 1000)
    options = f"-c lock_timeout={milliseconds} -c synchronous_commit=on -c timezone=UTC"
    if is_read_only:
        options += " -c default_transaction_read_only=on"
    arguments: dict[str, Any] = {"options": options, "application_name": "trialscreen"}
    if "connect_timeout" not in address.url.query:
        arguments["connect_timeout"] = max(int(busy_seconds), 2)
    return create_engine(address.url, connect_args=arguments, hide_parameters=True)


_COMPILED: dict[Any, Any] = {}
"""The statements that were compiled for files, without their values. All stores of the process have the same few."""

_decode_text = partial(str, encoding="utf-8", errors="surrogateescape")
"""Decodes any text of a file. What is no UTF-8 was not written by this program, and fails its seal."""

_READ_PRAGMAS = ("query_only = on", "mmap_size = 0")

_WRITE_PRAGMAS = (
    "journal_mode = TRUNCATE",
    "synchronous = FULL",
    "secure_delete = on",
    "foreign_keys = on",
    "mmap_size = 0",
    "temp_store = MEMORY",
)
