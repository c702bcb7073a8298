"""New databases of tests get their tables from noted statements: the migrations would take ten times as long.

What the migrations do is the business of test_migrations.py, which runs them.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from sqlalchemy import Connection, event, inspect

from storage import migrations
from storage.crypto.keyring import Keyring
from storage.database.schema import SCHEMA_VERSION


@contextmanager
def noted_tables() -> Iterator[None]:
    """Lets `open_store` make tables from statements, noted when the migrations made the first database of each kind."""
    with patch.object(migrations, "upgrade", _noted(migrations.upgrade)):
        yield


def _noted(upgrade: Callable[..., None]) -> Callable[..., None]:
    notes: dict[str, list[tuple[str, Any]]] = {}

    def quick(connection: Connection, to: str = "head", keyring: Keyring | None = None) -> None:
        kind = connection.dialect.name
        if to != "head" or inspect(connection).get_table_names():
            upgrade(connection, to, keyring)
        elif kind == "postgresql" and _are_emptied(connection):
            connection.exec_driver_sql(f"DROP SCHEMA public; ALTER SCHEMA {EMPTIED} RENAME TO public")
        elif kind in notes:
            cursor = connection.connection.cursor()  # SQLAlchemy takes longer for a statement than SQLite does
            for statement, parameters in notes[kind]:
                cursor.execute(statement, parameters)
            cursor.close()
        else:
            with _listening(connection) as notes[kind]:
                upgrade(connection, to)
            if kind == "postgresql":
                pristine[connection.exec_driver_sql(SHAPE).scalar_one()] = SCHEMA_VERSION

    return quick


def _are_emptied(connection: Connection) -> bool:
    """Says whether an earlier test's tables are in the other schema, with nothing in them."""
    return bool(connection.exec_driver_sql("SELECT to_regnamespace(%s) IS NOT NULL", (EMPTIED,)).scalar())


@contextmanager
def _listening(connection: Connection) -> Iterator[list[tuple[str, Any]]]:
    """Yields the list of statements that write, filled as they are executed."""
    statements: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        if not statement.lstrip().upper().startswith(("SELECT", "PRAGMA")):
            statements.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(connection, "before_cursor_execute", note)


EMPTIED = "emptied"
"""The schema of a server's database in which the tables of earlier tests lie, emptied."""

SHAPE = """
SELECT md5(string_agg(
  concat_ws(' ', relname, relkind, relchecks, relhasrules, relhastriggers, attname, atttypid, attnotnull), ','
  ORDER BY relname, attnum))
FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
WHERE relnamespace = 'public'::regnamespace AND NOT attisdropped
"""

pristine: dict[str, str] = {}
"""The shape of tables as the migrations made them, to their version."""
