"""Statements for the driver: compiled once for each kind of database, and given their rows as they are.

SQLAlchemy's own work for each row takes longer than SQLite takes to write it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect


def execute_many(connection: Connection, statement: Any, rows: list[dict[str, Any]]) -> int:
    """Runs a statement for each of the rows, and returns how many rows of the table it changed."""
    return connection.exec_driver_sql(_compile(statement, connection.dialect), rows).rowcount if rows else 0


def fetch_rows(connection: Connection, statement: Any, parameters: Mapping[str, Any]) -> Sequence[Any]:
    """Returns the rows that a statement finds, as the driver gives them: a boolean of an SQLite file is a number."""
    return connection.exec_driver_sql(_compile(statement, connection.dialect), dict(parameters)).all()


def _compile(statement: Any, dialect: Dialect) -> str:
    """Returns a statement of some module as SQL.

    A module's statements live as long as the program, so that no other statement gets the id of one.
    """
    known = (id(statement), dialect.name)
    if known not in _SQL:
        _SQL[known] = str(statement.compile(dialect=dialect))
    return _SQL[known]


_SQL: dict[tuple[int, str], str] = {}
