"""Statements for the driver: compiled once for each kind of database, and given their rows as they are.

SQLAlchemy's own work for each row takes longer than SQLite takes to write it.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

from storage.database.faults import Conflict


class Write(NamedTuple):
    """A statement and the rows that it is run for.

    Where every row must change one of the table, `conflict` says what it means if one does not.
    """

    statement: Any
    rows: Sequence[Mapping[str, Any]]
    conflict: str = ""


def execute_all(connection: Connection, writes: Iterable[Write]) -> None:
    """Runs statements in order, those that have rows. Raises `Conflict` where a row that must be there is not."""
    compiled = _compiled[connection.dialect.name]
    for statement, rows, conflict in writes:
        if not rows:
            continue
        sql = compiled.get(id(statement)) or _compile(statement, connection)
        if connection.exec_driver_sql(sql, rows).rowcount != len(rows) and conflict:
            raise Conflict(conflict)


def fetch_rows(connection: Connection, statement: Any, parameters: Mapping[str, Any]) -> Sequence[Any]:
    """Returns the rows that a statement finds, as the driver gives them: a boolean of an SQLite file is a number."""
    sql = _compiled[connection.dialect.name].get(id(statement)) or _compile(statement, connection)
    return connection.exec_driver_sql(sql, parameters).all()


def _compile(statement: Any, connection: Connection) -> str:
    """Returns a statement of some module as SQL.

    A module's statements live as long as the program, so that no other statement gets the id of one.
    """
    sql = _compiled[connection.dialect.name][id(statement)] = str(statement.compile(dialect=connection.dialect))
    return sql


_compiled: dict[str, dict[int, str]] = {"sqlite": {}, "postgresql": {}}
