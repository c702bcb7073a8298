"""Pages of a table: its rows a few at a time, in the order of their keys, and no transaction is open in between."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table

from storage.database.engine import Database
from storage.maintenance.inspection import Inspection

PageInspection = Callable[[Connection, Sequence[Any]], Iterable[Inspection]]
"""Finds what is wrong with the rows of a page, in the transaction that read them."""


def inspect_pages(database: Database, table: Table, inspect: PageInspection, size: int = 1_000) -> Iterator[Inspection]:
    """Yields what is found in each page, in a transaction of its own that is over by then: others can write.

    The rows are as the driver gives them. Values of another type than the column's come in their turn too: an SQLite
    file may hold them.
    """
    keys = [column.name for column in table.primary_key.columns]
    after: tuple[Any, ...] | None = None
    while True:
        with database.reading() as connection:
            rows = _read_page(connection, table, after, size)
            found = list(inspect(connection, rows))
        yield from found
        if len(rows) < size:
            return
        after = tuple(getattr(rows[-1], key) for key in keys)


def iterate_pages_within(connection: Connection, table: Table, size: int = 1_000) -> Iterator[Sequence[Any]]:
    """Yields the rows in pages in their order, within one transaction, which may change them meanwhile."""
    keys = [column.name for column in table.primary_key.columns]
    after: tuple[Any, ...] | None = None
    while rows := _read_page(connection, table, after, size):
        yield rows
        after = tuple(getattr(rows[-1], key) for key in keys)


def _read_page(connection: Connection, table: Table, after: tuple[Any, ...] | None, size: int) -> Sequence[Any]:
    is_file = connection.dialect.name == "sqlite"
    statement = _write_statement(table, is_first=after is None, is_file=is_file)
    values = {f"k{place}": value for place, value in enumerate(after or ())}
    return connection.exec_driver_sql(statement, {**values, "size": size}).all()


@lru_cache(maxsize=64)
def _write_statement(table: Table, *, is_first: bool, is_file: bool) -> str:
    def mark(name: str) -> str:
        return f":{name}" if is_file else f"%({name})s"

    names = [column.name for column in table.primary_key.columns]
    keys = ", ".join(names)
    marks = ", ".join(mark(f"k{place}") for place in range(len(names)))
    columns = ", ".join(column.name for column in table.columns)
    where = "" if is_first else f" WHERE ({keys}) > ({marks})"
    return f"SELECT {columns} FROM {table.name}{where} ORDER BY {keys} LIMIT {mark('size')}"  # noqa: S608 - our names
