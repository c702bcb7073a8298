"""Objects planted in the schema of a database by somebody who may write to it, and what opening it says of each."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from full_store import locate
from stores import KEY

from storage.model.errors import StorageError
from storage.opening.location import StoreLocation
from storage.opening.opening import open_existing

FILE_OBJECTS = {
    "a trigger": (
        "CREATE TRIGGER t AFTER UPDATE ON screenings BEGIN DELETE FROM entries; END",
    ),
    "a view": ("ALTER TABLE invitations RENAME TO others", "CREATE VIEW invitations AS SELECT * FROM others"),
    "a table": ("CREATE TABLE more (id INTEGER)",),
    "a virtual table": ("CREATE VIRTUAL TABLE v USING fts5(a)",),
    "an index with another collation": ("CREATE INDEX i ON accounts (role COLLATE NOCASE)",),
    "an index in another's place": (
        "DROP INDEX screenings_owner", "CREATE INDEX screenings_owner ON screenings (owner COLLATE NOCASE)",
    ),
    "an index removed": ("DROP INDEX accounts_person",),
    "a further column": ("ALTER TABLE accounts ADD COLUMN more TEXT",),
    "another default": (
        "PRAGMA writable_schema = on",
        "UPDATE sqlite_master SET sql = replace(sql, 'role VARCHAR(16)', 'role VARCHAR(16) DEFAULT 1')",
    ),
    "a column of another type": (
        "PRAGMA writable_schema = on",
        "UPDATE sqlite_master SET sql = replace(sql, 'role VARCHAR(16)', 'role BLOB') WHERE name = 'accounts'",
    ),
    "a collation of a column": (
        "PRAGMA writable_schema = on",
        "UPDATE sqlite_master SET sql = replace(sql, 'role VARCHAR(16)', 'role VARCHAR(16) COLLATE NOCASE')",
    ),
}  # fmt: skip

SERVER_OBJECTS = {
    "a trigger": (
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "CREATE TRIGGER t BEFORE UPDATE ON screenings FOR EACH ROW EXECUTE FUNCTION f()",
    ),
    "a rule": ("CREATE RULE r AS ON UPDATE TO accounts DO INSTEAD NOTHING",),
    "a view": ("ALTER TABLE invitations RENAME TO others", "CREATE VIEW invitations AS SELECT * FROM others"),
    "a materialized view": ("CREATE MATERIALIZED VIEW m AS SELECT 1 AS a",),
    "a foreign table": (
        "CREATE FOREIGN DATA WRAPPER w", "CREATE SERVER s FOREIGN DATA WRAPPER w",
        "CREATE FOREIGN TABLE more (id INTEGER) SERVER s",
    ),
    "a policy": (
        "CREATE POLICY p ON accounts USING (role <> 'clinician')", "ALTER TABLE accounts ENABLE ROW LEVEL SECURITY",
    ),
    "inheritance": ("CREATE TABLE more () INHERITS (accounts)",),
    "a partitioned table": ("CREATE TABLE more (id INTEGER) PARTITION BY LIST (id)",),
    "a generated column": ("ALTER TABLE accounts ADD COLUMN more TEXT GENERATED ALWAYS AS (role) STORED",),
    "a table in an earlier schema": (
        "CREATE SCHEMA postgres", "CREATE TABLE postgres.accounts AS SELECT * FROM public.accounts",
    ),
    "a trigger behind an earlier schema": (
        "CREATE SCHEMA postgres",
        "CREATE FUNCTION public.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "CREATE TRIGGER t BEFORE UPDATE ON public.screenings FOR EACH ROW EXECUTE FUNCTION public.f()",
    ),
}  # fmt: skip

NOT_REFUSED = {
    "a further column": ("ALTER TABLE accounts ADD COLUMN more TEXT",),
    "another default": ("ALTER TABLE accounts ALTER COLUMN role SET DEFAULT 'coordinator'",),
    "a further table": ("CREATE TABLE more (id INTEGER)",),
    "an index with another collation": ('CREATE INDEX i ON accounts (role COLLATE "C")',),
    "a primary key removed": ("ALTER TABLE events DROP CONSTRAINT events_pkey",),
}
"""What is not refused in the schema of a server: the threat model says why."""

SERVER_SCHEMA = "schema of a server"


def plant_in_file(where: StoreLocation, folder: Path) -> Iterator[tuple[str, str]]:
    """Yields each kind of object, and what opening a copy of the store says when it was planted there."""
    assert where.address.file is not None
    for name, statements in FILE_OBJECTS.items():
        folder.mkdir(exist_ok=True)
        there = locate(folder)
        assert there.address.file is not None
        shutil.copyfile(where.address.file, there.address.file)
        with closing(sqlite3.connect(there.address.file, isolation_level=None)) as connection:
            for statement in statements:
                connection.execute(statement)
        yield name, _open(there)


def plant_in_server(where: StoreLocation, name: str) -> tuple[str, str]:
    """Plants an object in a server's database, and returns its name with what opening it says."""
    import psycopg  # noqa: PLC0415

    url = where.address.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in (SERVER_OBJECTS | NOT_REFUSED)[name]:
            connection.execute(statement)
    return name, _open(where)


def _open(where: StoreLocation) -> str:
    try:
        open_existing(where, KEY, datetime.now(UTC)).close()
    except StorageError as fault:
        return str(fault)
    return ""
