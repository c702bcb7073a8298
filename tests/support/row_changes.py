"""Every way to change one row of a database behind the program's back, as statements; and the way back."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from random import Random
from typing import Any

from full_store import FullStore, Row
from intruder import TABLES, rows
from sqlalchemy import Engine, LargeBinary, String, Table, create_engine, delete, insert, text
from sqlalchemy.exc import DBAPIError

INVALID_TEXT = "CAST(X'63C328' AS TEXT)"
"""Text that is not UTF-8, as SQL."""

OTHER_TYPES = (None, "text", b"\x00text", 1.5, -(2**63), 2**62, "9" * 40)
"""Values of all types that an SQLite file takes in any column."""


@dataclass(frozen=True)
class Change:
    """A change of rows of a table: `what` names its kind, `about` the row and the value, for a person."""

    table: Table
    what: str
    about: str
    statements: tuple[tuple[str, Row], ...]

    @property
    def kind(self) -> tuple[str, str]:
        """The table's name, and what is done to it."""
        return self.table.name, self.what


class RowIntruder:
    """Changes the rows of a store, and puts them back as they were."""

    def __init__(self, full: FullStore) -> None:
        self.engine: Engine = create_engine(full.where.address.url, hide_parameters=True)
        self.before = {table: rows(full.store, table) for table in TABLES}

    def apply(self, change: Change) -> bool:
        """Makes a change, and says whether the database took it."""
        try:
            with self.engine.begin() as connection:
                return all(connection.execute(text(sql), values).rowcount for sql, values in change.statements)
        except (DBAPIError, OverflowError):
            return False

    def restore(self, *tables: Table) -> None:
        """Puts all rows of tables back."""
        with self.engine.begin() as connection:
            for table in tables or TABLES:
                connection.execute(delete(table))
                if self.before[table]:
                    connection.execute(insert(table), self.before[table])

    def is_changed(self, table: Table) -> bool:
        """Says whether a table is another than it was: a column may have turned a value into what it was."""
        columns = ", ".join(f"CAST({column.name} AS TEXT) || typeof({column.name})" for column in table.columns)
        if self.engine.dialect.name != "sqlite":
            columns = ", ".join(column.name for column in table.columns)
        try:
            with self.engine.begin() as connection:
                now = connection.execute(text(f"SELECT {columns} FROM {table.name}")).all()
                connection.execute(delete(table))
                connection.execute(insert(table), self.before[table])
                return sorted(map(repr, now)) != sorted(
                    map(repr, connection.execute(text(f"SELECT {columns} FROM {table.name}")).all())
                )
        except DBAPIError:
            return True


def iterate_value_changes(full: FullStore, draw: Random, most: int, *, is_file: bool) -> Iterator[Change]:
    """Yields each column of rows of every table changed to another value of its type, and to other types."""
    for table in TABLES:
        present = rows(full.store, table)
        for row in draw.sample(present, min(most, len(present))):
            for column in table.columns:
                others = [each[column.name] for each in present if each[column.name] != row[column.name]]
                for value in _list_values(column, row[column.name], others, is_file=is_file):
                    yield _set(table, row, column.name, value)


def iterate_row_changes(full: FullStore, draw: Random, most: int) -> Iterator[Change]:
    """Yields rows removed, doubled under another key, exchanged with another, and put back as they once were."""
    for table in TABLES:
        present = rows(full.store, table)
        for row in draw.sample(present, min(most, len(present))):
            where, values = _find(table, row)
            yield Change(table, "removed", _name(row), ((f"DELETE FROM {table.name} WHERE {where}", values),))
            yield Change(table, "doubled", _name(row), (_insert(table, _rename(table, row, present)),))
            for other in draw.sample([each for each in present if each is not row], min(2, len(present) - 1)):
                yield _exchange(table, row, other)
        former = full.past[table]
        for row in draw.sample(former, min(3 * most, len(former))):
            where, values = _find(table, row)
            there = [each for each in present if _find(table, each) == (where, values)]
            steps: tuple[tuple[str, Row], ...] = (_insert(table, row),)
            if there:
                steps = ((f"DELETE FROM {table.name} WHERE {where}", values), *steps)
            what = _name_older({name for name in row if row[name] != there[0][name]}) if there else "came back"
            yield Change(table, what, _name(row), steps)


def _list_values(column: Any, value: Any, others: Sequence[Any], *, is_file: bool) -> list[Any]:
    values = list(others[:1])
    if isinstance(value, bytes):
        values += [bytes([value[0] ^ 1, *value[1:]]) if value else b"x", b""]
    elif isinstance(value, bool):
        values.append(not value)
    elif isinstance(value, int):
        values += [value + 1, -1, 0]
    elif isinstance(value, str):
        values += [f"{value[:-1]}x", ""]
    elif value is None:
        kind = column.type
        values.append(bytes(16) if isinstance(kind, LargeBinary) else "x" if isinstance(kind, String) else 1)
    if column.nullable:
        values.append(None)
    values += [*OTHER_TYPES, INVALID_TEXT] if is_file else []
    return [each for each in values if not (type(each) is type(value) and each == value)]


def _set(table: Table, row: Row, column: str, value: Any) -> Change:
    where, values = _find(table, row)
    about = f"{_name(row)}, {column} = {value!r:.40}"
    if value is INVALID_TEXT:
        sql = f"UPDATE {table.name} SET {column} = {INVALID_TEXT} WHERE {where}"
        return Change(table, f"{column} changed", about, ((sql, values),))
    sql = f"UPDATE {table.name} SET {column} = :value WHERE {where}"
    return Change(table, f"{column} changed", about, ((sql, values | {"value": value}),))


def _exchange(table: Table, row: Row, other: Row) -> Change:
    """Returns the exchange of all columns but the keys of two rows, which is also that of the keys alone."""
    keys = {column.name for column in table.primary_key.columns}
    moved = [{**a, **{name: b[name] for name in keys}} for a, b in ((row, other), (other, row))]
    removals = []
    for each in (row, other):
        where, values = _find(table, each)
        removals.append((f"DELETE FROM {table.name} WHERE {where}", values))
    about = f"{_name(row)} with {_name(other)}"
    return Change(table, "exchanged", about, (*removals, *(_insert(table, each) for each in moved)))


def _rename(table: Table, row: Row, present: Sequence[Row]) -> Row:
    """Returns a row under a key that no row has; unique columns beside the key are left to the database to refuse."""
    *_, last = table.primary_key.columns
    value = row[last.name]
    if isinstance(value, bytes):
        fresh: Any = bytes([value[0] ^ 0x55, *value[1:]])
    else:
        fresh = max(each[last.name] for each in present) + 1 if isinstance(value, int) else f"{value[:-1]}~"
    spare = {column.name: None for column in table.columns if column.unique and column.nullable}
    return {**row, **spare, last.name: fresh}


def _name_older(differing: AbstractSet[str]) -> str:
    """Returns what an earlier state of a row is: the sweep, too, changes rows."""
    return "from before a sweep" if "keep_until" in differing and "touched_at" not in differing else "older"


def _insert(table: Table, row: Row) -> tuple[str, Row]:
    names = ", ".join(row)
    marks = ", ".join(f":{name}" for name in row)
    return f"INSERT INTO {table.name} ({names}) VALUES ({marks})", row


def _find(table: Table, row: Row) -> tuple[str, Row]:
    keys = [column.name for column in table.primary_key.columns]
    return " AND ".join(f"{name} = :key_{name}" for name in keys), {f"key_{name}": row[name] for name in keys}


def _name(row: Row) -> str:
    return " ".join(str(each.hex()[:8] if isinstance(each, bytes) else each)[:20] for each in list(row.values())[:2])
