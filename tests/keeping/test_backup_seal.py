"""The seal of a backup: every column, every row and the schema are covered, and nothing is written where it fails."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from intruder import prey
from stores import KEY, NOW, OTHER_KEY, place, store_at

from storage.crypto.keyring import Keyring
from storage.database.address import make_file_address
from storage.database.engine import Database
from storage.maintenance.backup_seal import check_seal, seal_backup
from storage.maintenance.copying import copy_to_file
from storage.maintenance.restoring import restore
from storage.model.errors import Damaged, StorageError

SENTENCE = "not what it was made of"


@dataclass(frozen=True)
class Taken:
    """A backup, and the keyring of its store."""

    file: Path
    keyring: Keyring

    def changed(self, *statements: str) -> Path:
        """Returns a copy of the backup in which statements were run."""
        changed = self.file.with_name("changed")
        shutil.copy(self.file, changed)
        with closing(sqlite3.connect(changed, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous = OFF")
            for statement in statements:
                connection.execute(statement)
        return changed

    def columns(self) -> Iterator[tuple[str, list[str]]]:
        """Yields each table, with its columns."""
        with closing(sqlite3.connect(self.file)) as connection:
            tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
            for (table,) in tables.fetchall():
                yield table, [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]

    def count(self, table: str) -> int:
        """Returns how many rows a table has."""
        with closing(sqlite3.connect(self.file)) as connection:
            (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
        return int(count)


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Taken:
    """A backup of a store that was used, in which no table is empty."""
    folder = tmp_path_factory.mktemp("backup")
    with store_at(place(folder)) as store:
        prey(store)
        with closing(sqlite3.connect(folder / "screenings.db", isolation_level=None)) as connection:
            for table, columns in Taken(folder / "screenings.db", store.keyring).columns():
                if connection.execute(f"SELECT 1 FROM {table}").fetchone() is None:
                    values = ", ".join(str(number) for number in range(len(columns)))
                    connection.execute(f"INSERT INTO {table} VALUES ({values})")
        copy_to_file(store.database, folder / "backup")  # a backup of such rows would be refused
        with closing(Database(make_file_address(folder / "backup"))) as copy:
            seal_backup(copy, store.keyring, int(NOW.timestamp()), "1.0")
        return Taken(folder / "backup", store.keyring)


OTHERS = {
    "another value": "CASE typeof({0}) WHEN 'null' THEN 1 WHEN 'blob' THEN zeroblob(length({0}) + 1)"
    " WHEN 'text' THEN {0} || 'x' ELSE {0} + 1 END",
    "the same bytes as another type": "CASE typeof({0}) WHEN 'null' THEN x'' WHEN 'blob' THEN CAST({0} AS TEXT)"
    " ELSE CAST(CAST({0} AS TEXT) AS BLOB) END",
}


@pytest.mark.parametrize("other", OTHERS)
def test_a_changed_column_of_any_table_is_found(taken: Taken, other: str) -> None:
    """Protects "sealed as a whole": each column of each table, changed to another value and to another type."""
    found = []
    for table, columns in taken.columns():
        assert taken.count(table), table
        for column in columns:
            try:
                changed = taken.changed(f"UPDATE OR REPLACE {table} SET {column} = {OTHERS[other].format(column)}")
            except sqlite3.IntegrityError:  # a key of whole numbers takes nothing else
                continue
            with pytest.raises(Damaged, match=SENTENCE):
                check_seal(changed, taken.keyring)
            found.append((table, column))
    assert len(found) > 60


def test_a_removed_or_added_row_of_any_table_is_found(taken: Taken) -> None:
    """Protects "sealed as a whole": each table with a row less, and with one more."""
    for table, columns in taken.columns():
        more = ", ".join(f"'{number}'" for number in range(100, 100 + len(columns)))
        for change in (f"DELETE FROM {table}", f"INSERT INTO {table} VALUES ({more})"):
            with pytest.raises(Damaged, match=SENTENCE):
                check_seal(taken.changed(change), taken.keyring)


PLANTED = (
    "CREATE TRIGGER planted AFTER INSERT ON entries BEGIN DELETE FROM screenings; END",
    "CREATE TRIGGER planted BEFORE DELETE ON backup BEGIN DELETE FROM screenings; END",
    "CREATE VIEW planted AS SELECT * FROM screenings",
    "CREATE INDEX planted ON screenings (touched_at)",
    "CREATE UNIQUE INDEX planted ON backup (taken_at)",
    "CREATE TABLE planted (name TEXT)",
    "ALTER TABLE screenings ADD COLUMN planted TEXT",
    "ALTER TABLE backup ADD COLUMN planted TEXT",
    "DROP INDEX screenings_owner",
)


@pytest.mark.parametrize("planted", PLANTED)
def test_a_changed_schema_is_found_by_a_restore_before_anything_is_written(
    planted: str, taken: Taken, tmp_path: Path
) -> None:
    """Protects "schema included": what is planted never runs, and the place stays empty."""
    with pytest.raises(StorageError):
        restore(taken.changed(planted), place(tmp_path), KEY, NOW, "an operator")
    with pytest.raises(Damaged, match=SENTENCE):
        check_seal(taken.changed(planted), taken.keyring)
    assert list(tmp_path.iterdir()) == []


def test_a_changed_value_is_found_by_a_restore_before_anything_is_written(taken: Taken, tmp_path: Path) -> None:
    """Protects the command, and columns that no inspection looks at."""
    with pytest.raises(Damaged, match=SENTENCE):
        restore(taken.changed("UPDATE tally SET month = '1999-01'"), place(tmp_path), KEY, NOW, "an operator")
    assert list(tmp_path.iterdir()) == []


def test_the_seal_is_that_of_the_keyring_and_of_the_file_as_it_is(taken: Taken) -> None:
    """Protects the tests before from passing because everything is refused, and the seal from another key's."""
    assert check_seal(taken.changed("VACUUM"), taken.keyring).screenings == 3
    other = Keyring(taken.keyring.id, OTHER_KEY, bytes(32))
    with pytest.raises(Damaged, match=SENTENCE):
        check_seal(taken.file, other)
