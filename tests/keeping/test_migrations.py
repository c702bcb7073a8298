"""The steps from one release's tables to the next, up, down and up again, with rows in every table."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    insert,
    inspect,
    select,
    text,
)
from stores import ROOT, fresh_database, place

from storage.database.engine import Database
from storage.database.schema import KNOWN_SCHEMAS, SCHEMA_VERSION, accounts
from storage.migrations import downgrade, upgrade
from storage.migrations.partial_indexes import metadata

VERSIONS = list(KNOWN_SCHEMAS)

RENAMED = {"people": "accounts"}
"""What tables are called since a later step."""


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database of either kind."""
    (tmp_path / "screenings.db").touch()
    url = "" if request.param == "sqlite" else fresh_database(request.getfixturevalue("postgres"))
    opened = Database(place(tmp_path, url).address)
    yield opened
    opened.close()


def described(connection: Connection) -> list[tuple[str, ...]]:
    """Returns all that a database says of its tables and indexes: what is compared is the database's own words."""
    if connection.dialect.name == "sqlite":
        rows = connection.execute(
            text("SELECT type, name, sql FROM sqlite_master WHERE tbl_name <> 'alembic_version' ORDER BY name")
        )
        return [tuple(" ".join(str(value).split()) for value in row) for row in rows]
    columns = (
        "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default, is_identity"
        " FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'alembic_version' ORDER BY"
        " 1, 2"
    )
    indexes = (
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
        " ORDER BY 1"
    )
    constraints = (
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER"
        " BY 1"
    )
    return [
        tuple(map(str, row))
        for query in (columns, indexes, constraints)
        for row in connection.execute(text(query))
        if not str(row[0]).startswith("alembic")
    ]


def test_the_migrated_tables_are_those_of_the_models(
    database: Database, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """Protects "a test holds models and migrations together": types, nulls, keys, indexes and their conditions."""
    with database.writing() as connection:
        upgrade(connection)
        assert compare_metadata(_comparing(connection), metadata) == []
        migrated = described(connection)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "screenings.db").touch()
    url = "" if database.is_file else fresh_database(request.getfixturevalue("postgres"))
    other = Database(place(tmp_path / "other", url).address)
    with other.writing() as connection:
        metadata.create_all(connection)
        modelled = described(connection)
    other.close()
    assert _plain(migrated) == _plain(modelled)


def test_the_comparison_finds_what_differs(database: Database) -> None:
    """Protects the test above from passing because it compares nothing."""
    with database.writing() as connection:
        upgrade(connection)
        before = _plain(described(connection))
        connection.execute(text("DROP INDEX screenings_keep_until"))
        connection.execute(text("CREATE INDEX screenings_keep_until ON screenings (keep_until)"))
        assert _plain(described(connection)) != before


def test_the_steps_go_up_down_and_up_again(database: Database) -> None:
    """Protects "tested up and down": base leaves nothing, and what comes after is as it was the first time."""
    with database.writing() as connection:
        upgrade(connection)
        first = described(connection)
    with database.writing() as connection:
        downgrade(connection, "base")
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    with database.writing() as connection:
        upgrade(connection)
        assert described(connection) == first


@pytest.mark.thinned(5)
@pytest.mark.parametrize("earlier", VERSIONS)
def test_rows_in_every_table_survive_each_step_up(database: Database, earlier: str) -> None:
    """Protects "tested with data": at each version rows are put into every table, and are there at the end."""
    with database.writing() as connection:
        upgrade(connection, earlier)
        put = _filled(connection)
        assert len(put) >= 8, "every table has a row"
    for later in VERSIONS[VERSIONS.index(earlier) :]:
        with database.writing() as connection:
            upgrade(connection, later)
            for table, row in put.items():
                _assert_there(connection, table, row)
    with database.writing() as connection:
        downgrade(connection, "base")


def test_whoever_was_let_in_has_one_account_after_the_step(database: Database) -> None:
    """Protects "today's data migrates to one account each": each is its own person, without any key."""
    shared = {"role": "tester", "let_in_at": 7, "sealed": b"sealed"}
    rows = [
        {"person": b"anna".ljust(16), "revoked_at": None, **shared},
        {"person": b"ben".ljust(16), "revoked_at": 9, **shared},
    ]
    with database.writing() as connection:
        upgrade(connection, "0005")
        old = Table("people", MetaData(), autoload_with=connection)
        connection.execute(insert(old), rows)
        upgrade(connection, "0006")
        found = connection.execute(select(accounts).order_by(accounts.c.account)).mappings()
        assert [dict(row) for row in found] == [{"account": row["person"], **row} for row in rows]
        downgrade(connection, "0005")
        assert [dict(row) for row in connection.execute(select(old).order_by(old.c.person)).mappings()] == rows


def test_a_step_that_fails_leaves_everything_as_it_was(database: Database) -> None:
    """Protects "a database of an earlier release": half of a step is never committed."""
    with database.writing() as connection:
        connection.execute(text("CREATE TABLE tally (in_the_way INTEGER)"))
    with database.reading() as connection:
        before = described(connection)
    with pytest.raises(Exception, match="database"), database.writing() as connection:
        upgrade(connection)
    with database.reading() as connection:
        assert described(connection) == before
        assert inspect(connection).get_table_names() == ["tally"]


def test_the_program_knows_the_steps_that_there_are() -> None:
    """Protects SCHEMA_VERSION: a step that it does not name would never be taken, or be taken for a newer release."""
    script = ScriptDirectory(os.fspath(ROOT / "storage" / "migrations"))
    revisions = [each.revision for each in script.walk_revisions()]
    assert script.get_heads() == [SCHEMA_VERSION]
    assert tuple(reversed(revisions)) == KNOWN_SCHEMAS


def _comparing(connection: Connection) -> MigrationContext:
    return MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})


def _plain(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Returns descriptions without differences of spelling: quotes, and the order of clauses within a statement."""
    return sorted(
        (
            *row[:-1],
            " ".join(sorted(row[-1].replace('"', "").replace("(", " ").replace(")", " ").replace(",", " ").split())),
        )
        for row in rows
    )


def _filled(connection: Connection) -> dict[str, dict[str, object]]:
    """Puts one row into each table as it is now, and returns the rows."""
    tables = MetaData()
    tables.reflect(connection)
    rows = {
        table.name: {column.name: _value(column) for column in table.columns}
        for table in tables.sorted_tables
        if table.name != "alembic_version"
    }
    for name, row in rows.items():
        connection.execute(insert(tables.tables[name]), row)
    return rows


def _value(column: Column[object]) -> object:
    if isinstance(column.type, LargeBinary):
        return bytes(range(16))
    if isinstance(column.type, Boolean):
        return True
    return "x" if isinstance(column.type, String | Text) else 7


def _assert_there(connection: Connection, name: str, row: dict[str, object]) -> None:
    """Asserts that a row is there with the values that it had, in the columns that are left of it."""
    is_there = inspect(connection).has_table(name)
    table = Table(name if is_there else RENAMED[name], MetaData(), autoload_with=connection)
    left = {key: value for key, value in row.items() if key in table.columns}
    assert left, f"{name} keeps none of its columns"
    found = connection.execute(select(*(table.columns[key] for key in left))).all()
    assert tuple(left.values()) in [tuple(each) for each in found]
