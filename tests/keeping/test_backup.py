"""Backups: one verified file, taken while others write, restored to either database, and never over anything."""

import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from dataclasses import replace
from pathlib import Path

import pytest
from former_releases import make_former
from intruder import change, prey, rows, sentences
from sqlalchemy import Table
from stores import ANSWERS, KEY, NOW, OTHER_KEY, Person, place, python, store_at

from storage.crypto.keyring import make_keyring
from storage.database.address import make_file_address
from storage.database.schema import KNOWN_SCHEMAS, entries, metadata
from storage.maintenance.backup import back_up
from storage.maintenance.backup_seal import check_seal
from storage.maintenance.former_seal import SCHEMAS, compute_former_seal
from storage.maintenance.restoring import restore
from storage.maintenance.verify import inspect_all
from storage.model.entries import EntryKind
from storage.model.errors import Damaged, Refused, StorageError
from storage.opening.location import StoreLocation
from storage.opening.opening import open_existing, open_store
from storage.unit_of_work.store import Store

WHO = "an operator"


@pytest.fixture(params=["sqlite", "postgresql"])
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[StoreLocation]:
    """Another place, with nothing in it, on either kind of database."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    with nullcontext("") if request.param == "sqlite" else request.getfixturevalue("databases").lent() as url:
        yield place(folder, url)


def table_rows(store: Store) -> dict[str, list[object]]:
    """Returns every row of every table, but for what a restore adds to: events, the store's own entries.

    The realm's row is sealed anew by it.
    """
    left_out = {"events", "alembic_version", "realm"}
    stored: list[Table] = [table for table in metadata.sorted_tables if table.name not in left_out]
    return {table.name: [row for row in rows(store, table) if row.get("screening") != bytes(16)] for table in stored}


def test_a_restored_backup_is_what_was_backed_up(store: Store, elsewhere: StoreLocation, tmp_path: Path) -> None:
    """Protects "a backup, restored elsewhere: 0 differences, chain and anchor verified", from either kind to either."""
    prey(store)
    before = table_rows(store)
    taken = back_up(store, tmp_path / "backup", NOW, WHO)
    assert (taken.taken_at, taken.screenings) == (NOW, 3)
    report = restore(tmp_path / "backup", elsewhere, KEY, NOW, WHO)
    assert (report.backup, report.lost, report.old_anchor, report.forgotten_again, report.has_journal) == (
        taken,
        0,
        None,
        0,
        False,
    )
    with store_at(elsewhere) as restored:
        assert table_rows(restored) == before
        assert sentences(restored) == []


def test_a_restored_store_goes_on(store: Store, elsewhere: StoreLocation, tmp_path: Path) -> None:
    """Protects "loses nothing": screenings are continued and begun, and messages find free numbers in the outbox."""
    anna = Person(store)
    anna.begin()
    anna.says(*ANSWERS[:4])
    before = store.outbox.count_waiting()
    back_up(store, tmp_path / "backup", NOW, WHO)
    restore(tmp_path / "backup", elsewhere, KEY, NOW, WHO)
    with store_at(elsewhere) as restored:
        again = replace(anna, store=restored)
        turn = again.says(*ANSWERS[4:])
        assert turn.verdict is not None
        again.begin()
        assert restored.outbox.count_waiting() > before
        assert sentences(restored) == []


def test_who_backed_up_and_who_restored_is_logged(store: Store, elsewhere: StoreLocation, tmp_path: Path) -> None:
    """Protects "reads and exports by others are logged too"."""
    prey(store)
    back_up(store, tmp_path / "backup", NOW, WHO)
    assert _read_store_chain(store)[-1:] == [(EntryKind.BACKED_UP, WHO, "3 screenings")]
    restore(tmp_path / "backup", elsewhere, KEY, NOW, "somebody else")
    with store_at(elsewhere) as restored:
        assert _read_store_chain(restored)[-1:] == [
            (EntryKind.RESTORED, "somebody else", "backup of 2026-06-01 12:00 UTC")
        ]


def test_a_backup_is_one_file_for_its_owner(store: Store, tmp_path: Path) -> None:
    """Protects "whoever steals the file learns nothing": mode 0600, no free pages, and nothing beside it."""
    prey(store)
    before = set(tmp_path.iterdir())
    back_up(store, tmp_path / "backup", NOW, WHO)
    assert set(tmp_path.iterdir()) - before == {tmp_path / "backup"}
    assert stat.S_IMODE((tmp_path / "backup").stat().st_mode) == 0o600
    with closing(sqlite3.connect(tmp_path / "backup")) as connection:
        assert connection.execute("PRAGMA freelist_count").fetchone() == (0,)
        assert connection.execute("PRAGMA journal_mode").fetchone() != ("wal",)


def test_an_existing_file_is_left_as_it_is(store: Store, tmp_path: Path) -> None:
    """Protects "loses nothing": no backup replaces another."""
    (tmp_path / "backup").write_text("mine")
    with pytest.raises(Refused, match="left as it is"):
        back_up(store, tmp_path / "backup", NOW, WHO)
    assert (tmp_path / "backup").read_text() == "mine"


def test_a_backup_of_a_changed_store_is_not_made(store: Store, tmp_path: Path) -> None:
    """Protects "verified": what does not pass gets no name, and leaves nothing."""
    prey(store)
    before = set(tmp_path.iterdir())
    change(store, entries, entries.c.number == 2, mac=bytes(32))
    with pytest.raises(Damaged, match="entry 2 was changed"):
        back_up(store, tmp_path / "backup", NOW, WHO)
    assert set(tmp_path.iterdir()) == before
    assert not any(what is EntryKind.BACKED_UP for what, _, _ in _read_store_chain(store))


def test_a_folder_that_is_not_there_is_a_sentence(store: Store, tmp_path: Path) -> None:
    """Protects "one clear plain sentence"."""
    with pytest.raises(Refused, match="nothing can be written here"):
        back_up(store, tmp_path / "nowhere" / "backup", NOW, WHO)


def test_a_screening_taken_out_of_a_backup_is_found(store: Store, elsewhere: StoreLocation, tmp_path: Path) -> None:
    """Protects "a restored backup is verified as a whole": its own anchor covers the head of every chain."""
    attacked = prey(store)
    back_up(store, tmp_path / "backup", NOW, WHO)
    with closing(sqlite3.connect(tmp_path / "backup")) as connection, connection:
        for table, column in (
            ("screenings", "id"),
            ("screening_keys", "screening"),
            ("entries", "screening"),
            ("outbox", "screening"),
        ):
            connection.execute(f"DELETE FROM {table} WHERE {column} = ?", (attacked.anna.id,))
    with pytest.raises(Damaged, match="not what it was made of"):
        restore(tmp_path / "backup", elsewhere, KEY, NOW, WHO)


def _remove_sign(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("DELETE FROM backup")


def _change_time(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE backup SET taken_at = taken_at + 1")


def _drop_sign(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("DROP TABLE backup")


def _newer_schema(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")


def _foreign(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("PRAGMA application_id = 7")


def _overwrite(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'entries'").fetchone()
    with file.open("rb+") as opened:
        opened.seek((page - 1) * 4096)
        opened.write(bytes([0x5A]) * 4096)


BAD_FILES: dict[str, tuple[Callable[[Path], object], type[StorageError], str]] = {
    "gone": (Path.unlink, Refused, "there is no backup"),
    "empty": (lambda file: file.write_bytes(b""), Refused, "there is no backup"),
    "text": (lambda file: file.write_text("hello " * 100), Refused, "no database of trialscreen"),
    "foreign": (_foreign, Refused, "belongs to another program"),
    "no backup": (_drop_sign, Refused, "a database and no backup"),
    "newer": (_newer_schema, Refused, "newer trialscreen"),
    "another time": (_change_time, Damaged, "not what it was made of"),
    "without its sign": (_remove_sign, Damaged, "not what it was made of"),
    "cut short": (
        lambda file: file.write_bytes(file.read_bytes()[:20_000]),
        Refused,
        "the end of the database is missing",
    ),
    "overwritten": (_overwrite, Damaged, "the database is damaged"),
}


@pytest.mark.parametrize("bad", BAD_FILES)
def test_a_file_that_is_no_good_backup_is_refused(bad: str, tmp_path: Path) -> None:
    """Protects "refused with one clear line, untouched": nothing is written."""
    spoil, kind, sentence = BAD_FILES[bad]
    with store_at(place(tmp_path)) as store:
        prey(store)
        back_up(store, tmp_path / "backup", NOW, WHO)
    spoil(tmp_path / "backup")
    (tmp_path / "elsewhere").mkdir()
    with pytest.raises(kind, match=sentence):
        restore(tmp_path / "backup", place(tmp_path / "elsewhere"), KEY, NOW, WHO)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_another_key_is_refused(store: Store, elsewhere: StoreLocation, tmp_path: Path) -> None:
    """Protects "a wrong key: refused, untouched"."""
    prey(store)
    back_up(store, tmp_path / "backup", NOW, WHO)
    with pytest.raises(
        Refused, match=f"encrypted with the key {KEY.fingerprint}, and this one is {OTHER_KEY.fingerprint}"
    ):
        restore(tmp_path / "backup", elsewhere, OTHER_KEY, NOW, WHO)
    assert list(elsewhere.anchor.parent.iterdir()) == []


def test_a_database_is_never_overwritten(store: Store, elsewhere: StoreLocation, tmp_path: Path) -> None:
    """Protects "loses nothing": a place where a database is."""
    prey(store)
    back_up(store, tmp_path / "backup", NOW, WHO)
    with store_at(elsewhere) as other:
        stored = Person(other).begin()
    with pytest.raises(Refused, match="never overwritten"):
        restore(tmp_path / "backup", elsewhere, KEY, NOW, WHO)
    with store_at(elsewhere) as other, other.reading() as repository:
        assert repository.find_by_code(stored.code) is not None


def test_a_journal_of_a_former_database_is_not_taken_for_the_new_one_s(tmp_path: Path) -> None:
    """Protects "loses nothing": SQLite would roll a journal that lies there back into the restored database."""
    with store_at(place(tmp_path)) as store:
        prey(store)
        back_up(store, tmp_path / "backup", NOW, WHO)
    (tmp_path / "screenings.db").rename(tmp_path / "moved away")
    (tmp_path / "screenings.db-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(600))
    with pytest.raises(Refused, match="move it away too"):
        restore(tmp_path / "backup", place(tmp_path), KEY, NOW, WHO)
    (tmp_path / "screenings.db-journal").unlink()
    restore(tmp_path / "backup", place(tmp_path), KEY, NOW, WHO)


def test_what_is_lost_is_counted_and_its_anchor_kept(
    store: Store, where: StoreLocation, elsewhere: StoreLocation, tmp_path: Path
) -> None:
    """Protects "chain and anchor verified": the anchor says how many screenings lost entries from after the backup."""
    attacked = prey(store)
    back_up(store, tmp_path / "backup", NOW, WHO)
    bob = Person(store, "bob", kept=attacked.bob)
    bob.says(ANSWERS[2])
    Person(store, "dora").begin()
    old = where.anchor.read_bytes()
    there = replace(elsewhere, anchor=where.anchor, journal=where.journal)
    report = restore(tmp_path / "backup", there, KEY, NOW, WHO)
    assert (report.lost, report.has_journal) == (2, True)
    assert report.old_anchor is not None
    assert report.old_anchor.name == "screenings.db.anchor.before-restore-20260601T120000Z"
    assert report.old_anchor.read_bytes() == old
    with store_at(there) as restored:
        assert sentences(restored) == []


def test_a_restore_that_fails_leaves_the_old_anchor(store: Store, where: StoreLocation, tmp_path: Path) -> None:
    """Protects "all or nothing": the database cannot be put in its place, so the anchor is as it was."""
    prey(store)
    back_up(store, tmp_path / "backup", NOW, WHO)
    old = where.anchor.read_bytes()
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    there = replace(where, address=make_file_address(tmp_path / "dangling"))
    before = set(tmp_path.iterdir())
    with pytest.raises(Refused, match="there is a file already"):
        restore(tmp_path / "backup", there, KEY, NOW, WHO)
    assert set(tmp_path.iterdir()) == before
    assert where.anchor.read_bytes() == old


FORMER_SCHEMAS = [each for each in KNOWN_SCHEMAS if each in SCHEMAS]


@pytest.mark.thinned(5)
@pytest.mark.parametrize("schema", FORMER_SCHEMAS)
def test_a_backup_of_an_earlier_release_is_restored(schema: str, tmp_path: Path) -> None:
    """Protects an upgrade: a backup of any release so far is verified, restored, and brought up to date, every row."""
    make_former(tmp_path / "backup", schema)
    there = place(tmp_path / "there")
    there.anchor.parent.mkdir()
    assert restore(tmp_path / "backup", there, KEY, NOW, WHO).backup.screenings == 4
    with store_at(there) as store:
        assert sentences(store) == []
        with store.reading() as repository:
            assert sorted(len(stored.screening.answers) for stored in repository.list_owned("anna")) == [3, 12]
        assert store.outbox.list_waiting("chat of anna")
        anna = Person(store)
        anna.begin()
        anna.says(*ANSWERS)
        assert sentences(store) == []


@pytest.mark.thinned(5)
@pytest.mark.parametrize("schema", FORMER_SCHEMAS)
def test_a_changed_backup_of_an_earlier_release_is_refused(schema: str, tmp_path: Path) -> None:
    """Protects "verified": its seal covers the heads, and what the heads do not tell is inspected in the copy."""
    make_former(tmp_path / "backup", schema)
    (tmp_path / "there").mkdir()
    for statement, sentence in {
        "UPDATE screenings SET entries = entries + 1": "not what it was made of",
        "UPDATE entries SET sealed = zeroblob(length(sealed)) WHERE number = 2": "entry 2 was changed",
        "UPDATE tally SET trial = 'another'": "its row of the tally tells something else",
    }.items():
        changed = Path(shutil.copy(tmp_path / "backup", tmp_path / "changed"))
        with closing(sqlite3.connect(changed)) as connection, connection:
            connection.execute(statement)
        with pytest.raises(Damaged, match=sentence):
            restore(changed, place(tmp_path / "there"), KEY, NOW, WHO)
        assert list((tmp_path / "there").iterdir()) == []


def test_a_backup_of_a_later_schema_has_no_former_seal(tmp_path: Path) -> None:
    """Protects the whole seal: nobody gets round it with the heads' seal of an earlier release."""
    make_former(tmp_path / "backup", "0006")
    keyring = make_keyring(KEY)
    with closing(sqlite3.connect(tmp_path / "backup")) as connection:
        assert compute_former_seal(connection, keyring, 1, "1") != b""
        connection.execute("UPDATE alembic_version SET version_num = '0007'")
        assert compute_former_seal(connection, keyring, 1, "1") == b""


def test_a_backup_is_no_database_to_work_with(tmp_path: Path) -> None:
    """Protects a backup from whoever names it as the database: it would be written to, and be a backup no more."""
    with store_at(place(tmp_path)) as store:
        back_up(store, tmp_path / "backup", NOW, WHO)
    before = (tmp_path / "backup").read_bytes()
    there = replace(place(tmp_path), address=make_file_address(tmp_path / "backup"))
    for opened in (open_store, open_existing):
        with pytest.raises(Refused, match="this is a backup"):
            opened(there, KEY, NOW)
    assert (tmp_path / "backup").read_bytes() == before


def test_a_backup_taken_while_others_write_is_one_state(where: StoreLocation, tmp_path: Path) -> None:
    """Protects "consistent under load": a process answers on while backups are taken."""
    with store_at(where) as store:
        prey(store)
        writer = python(_WRITER, str(where.address.url.render_as_string(hide_password=False)), str(where.anchor.parent))
        try:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"writing\n"
            counts = []
            for number in range(3):
                back_up(store, tmp_path / f"backup {number}", NOW, WHO)
                writer.stdout.readline()
                counts.append(check_seal(tmp_path / f"backup {number}", store.keyring).screenings)
        finally:
            writer.kill()
            writer.communicate()
        assert counts == sorted(counts)
        assert counts[-1] > counts[0], "others wrote meanwhile"


def _read_store_chain(store: Store) -> list[tuple[EntryKind, str, str]]:
    found = next(inspection for inspection in inspect_all(store) if inspection.subject == "the realm")
    return [(entry.kind, entry.who, entry.note) for _, entry in found.entries]


_WRITER = """
import sys, time
from pathlib import Path
from stores import ANSWERS, Person, place, store_at
with store_at(place(Path(sys.argv[2]), sys.argv[1].replace("postgresql+psycopg", "postgresql"))) as store:
    print("writing", flush=True)
    while True:
        anna = Person(store)
        anna.begin()
        anna.says(*ANSWERS[:3])
        print("wrote", flush=True)
        time.sleep(0.01)  # who never rests lets nobody else in: SQLite's locks are not given in turn
"""
