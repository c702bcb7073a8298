"""The databases that tests borrow from a server: whoever gets one finds nothing of whoever had it before."""

from pathlib import Path

import pytest
from faulty import everything
from lent_databases import Databases
from sqlalchemy import text
from stores import Person, place, store_at

from storage.database.engine import Database
from storage.opening.probe import probe_without_key


def test_what_is_lent_again_is_empty(postgres: str, tmp_path: Path) -> None:
    """Protects tests from each other: the next one finds no table, or empty ones, numbered from the beginning."""
    databases = Databases(postgres)
    stored = []
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        with databases.lent() as url:
            where = place(tmp_path / name, url)
            assert probe_without_key(where) == (None, None)
            with store_at(where) as store:
                assert {table for table, rows in everything(store.database).items() if rows} == {
                    "alembic_version",
                    "realm",
                }
                Person(store).begin()
                stored.append([row[0] for row in everything(store.database)["outbox"]])
    assert len(databases.free) == 1, "the second got what the first had"
    assert stored[0] == stored[1]
    assert stored[0]


@pytest.mark.parametrize(
    "change",
    ["ALTER TABLE tally ADD COLUMN more text", "DROP INDEX screenings_keep_until", "CREATE TABLE songs (name text)",
     "UPDATE alembic_version SET version_num = '9999'"],
)  # fmt: skip
def test_a_database_that_was_changed_is_not_lent_again(change: str, postgres: str, tmp_path: Path) -> None:
    """Protects tests from each other: tables are as the migrations make them."""
    databases = Databases(postgres)
    with databases.lent() as url:
        where = place(tmp_path, url)
        with store_at(where):
            pass
        database = Database(where.address)
        with database.writing() as connection:
            connection.execute(text(change))
        database.close()
    assert databases.free == []
