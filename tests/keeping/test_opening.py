"""Opening a store: what is wrong is said in one line, and nothing is touched."""

import shutil
import sqlite3
import traceback
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from faulty import everything
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, event, text
from stores import ANSWERS, KEY, NOW, OTHER_KEY, Person, fresh_database, place, python, store_at

from storage.crypto.keys import MasterKey, make_key, read_key, read_key_file, write_key_file
from storage.database.address import read_address
from storage.database.engine import Database
from storage.database.schema import SCHEMA_VERSION
from storage.model.errors import Refused, StorageError
from storage.opening.location import StoreLocation
from storage.opening.opening import open_existing, open_store
from storage.opening.recent_entries import AT_ONCE, LINES

pytestmark = pytest.mark.both_databases

Seen = dict[str, tuple[bytes, int]]


def seen(folder: Path) -> Seen:
    """Returns every file of a folder with its bytes and the time of its last change."""
    return {str(each): (each.read_bytes(), each.stat().st_mtime_ns) for each in folder.rglob("*") if each.is_file()}


def never(*_: object, **__: object) -> sqlite3.Connection:
    raise AssertionError("the database was opened for writing")


def refusal(where: StoreLocation, key: MasterKey = KEY) -> str:
    """Returns what a refused opening says, having made sure that it says it in one line."""
    with pytest.raises(Refused) as caught:
        open_store(where, key, NOW, connect=never)
    said = str(caught.value)
    assert "\n" not in said
    assert ";" in said or ": " in said, "subject, fault and remedy"
    return said


def made(folder: Path) -> StoreLocation:
    """Returns the place of a store with one screening."""
    where = place(folder)
    with store_at(where) as store:
        Person(store).begin()
    return where


def run(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(statement)
        connection.commit()


def text_file(file: Path) -> None:
    file.write_text("Dear diary, " * 100, encoding="utf-8")


def of_another_program(file: Path) -> None:
    file.unlink()
    run(file, "CREATE TABLE songs (name TEXT)")


def with_our_mark_only(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"PRAGMA application_id = {0x54534352}")
        connection.execute("CREATE TABLE songs (name TEXT)")
        connection.commit()


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-5_000])


def cut_within_a_page(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def cut_within_its_header(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:50])


def a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def no_folder(file: Path) -> None:
    shutil.rmtree(file.parent)


def a_file_for_a_folder(file: Path) -> None:
    shutil.rmtree(file.parent)
    file.parent.write_text("", encoding="utf-8")


SPOILED = {
    "this is no database of trialscreen; name another file": text_file,
    "this database belongs to another program; name another file": of_another_program,
    "this database holds something else (songs); name one of ours": with_our_mark_only,
    "the end of the database is missing; restore a backup": cut,
    "the end of the database is missing; restore a backup ": cut_within_a_page,
    "this database belongs to another program; name another file ": cut_within_its_header,
    "this is a folder; name a file in it": a_folder,
    "there is no folder": no_folder,
    "is no folder; name another place": a_file_for_a_folder,
    f"made by a newer trialscreen (schema 9999; this one knows {SCHEMA_VERSION}); upgrade": lambda file: run(
        file, "UPDATE alembic_version SET version_num = '9999'"
    ),
    "has lost its schema's number; restore a backup": lambda file: run(file, "DELETE FROM alembic_version"),
    "has lost its realm's row; restore a backup": lambda file: run(file, "DELETE FROM realm"),
}


@pytest.mark.parametrize(("sentence", "spoil"), SPOILED.items())
def test_a_file_that_is_not_ours_or_not_whole_is_refused_untouched(
    sentence: str, spoil: Callable[[Path], None], tmp_path: Path
) -> None:
    """Protects "a foreign database, a newer schema: refused with one clear line, untouched"."""
    folder = tmp_path / "kept"
    folder.mkdir()
    where = made(folder)
    assert where.address.file is not None
    spoil(where.address.file)
    before = seen(tmp_path)
    assert sentence.strip() in refusal(where)
    assert seen(tmp_path) == before


def test_another_key_is_refused_untouched(tmp_path: Path) -> None:
    """Protects "a wrong key: refused before anything is opened for writing"."""
    where = made(tmp_path)
    before = seen(tmp_path)
    assert (
        f"encrypted with the key {KEY.fingerprint}, and this one is {OTHER_KEY.fingerprint}; give that key"
        in refusal(where, OTHER_KEY)
    )
    assert seen(tmp_path) == before


def test_a_crash_in_the_middle_of_a_transaction_and_another_key_leave_all_as_it_is(tmp_path: Path) -> None:
    """Protects "untouched": rolling back is writing too, and the right key finds what was there before the crash."""
    where = made(tmp_path)
    with store_at(where) as store, store.reading() as repository:
        before_crash = [stored.id for stored in repository.iterate_all()]
    crashed = python(_CRASH, str(where.address.file))
    crashed.communicate()
    before = seen(tmp_path)
    assert len(before[f"{where.address.file}-journal"][0]) > 0, "the journal is hot"
    assert "give that key" in refusal(where, OTHER_KEY)
    assert seen(tmp_path) == before
    with store_at(where) as store, store.reading() as repository:
        assert [stored.id for stored in repository.iterate_all()] == before_crash


def test_the_same_way_of_opening_finds_a_sound_store(tmp_path: Path) -> None:
    """Protects the other tests here from passing because everything is refused."""
    where = made(tmp_path)
    with pytest.raises(AssertionError, match="opened for writing"):
        open_store(where, KEY, NOW, connect=never)


def test_a_listing_never_makes_a_store(tmp_path: Path) -> None:
    """Protects "nothing new in the folder"."""
    with pytest.raises(Refused, match="there are no screenings here yet"):
        open_existing(place(tmp_path), KEY, NOW)
    assert seen(tmp_path) == {}


NO_KEYS = [
    "",
    "x",
    "a" * 44,
    "A" * 43,
    "A" * 42 + "==",
    "A" * 64,
    "ä" * 44,
    KEY.text[:-1],
    KEY.text + "AAAA",
    KEY.text[:20] + "\n" + KEY.text[20:],
]


@pytest.mark.parametrize("wrong", NO_KEYS)
def test_text_that_is_no_key_is_refused_without_being_repeated(wrong: str) -> None:
    """Protects "a wrong or missing key: one clear line", and that the line holds nothing of the key."""
    with pytest.raises(
        Refused, match=r"^TRIALSCREEN_KEY: this is no key; a key is 32 random bytes in base64"
    ) as caught:
        read_key(wrong, "TRIALSCREEN_KEY")
    shown = "".join(traceback.format_exception(caught.value))
    assert len(wrong) < 10 or wrong not in shown


def test_a_key_file_that_is_missing_or_no_file_is_refused(tmp_path: Path) -> None:
    """Protects "a missing key: one clear line"."""
    with pytest.raises(Refused, match="there is no key file; restore it"):
        read_key_file(tmp_path / "key")
    with pytest.raises(Refused, match=r"cannot be read \(is a directory\); allow reading"):
        read_key_file(tmp_path)
    (tmp_path / "binary").write_bytes(b"\xff" * 32)
    (tmp_path / "binary").chmod(0o600)
    with pytest.raises(Refused, match="this is no key"):
        read_key_file(tmp_path / "binary")


def test_a_key_file_is_read_as_it_was_written_and_never_overwritten(tmp_path: Path) -> None:
    """Protects the key: a lost one opens nothing."""
    key = make_key()
    write_key_file(tmp_path / "new" / "key", key)
    assert read_key_file(tmp_path / "new" / "key") == key
    assert (tmp_path / "new" / "key").stat().st_mode & 0o777 == 0o600
    with pytest.raises(Refused, match="there is a key file already"):
        write_key_file(tmp_path / "new" / "key", make_key())
    assert read_key_file(tmp_path / "new" / "key") == key


def test_what_may_not_be_read_or_written_is_refused_by_a_user_without_rights() -> None:
    """Protects "read-only: refused with one clear line, untouched", for a key file too."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for each in ("hidden", "shown"):
            (folder / each).mkdir()
            made(folder / each)
        write_key_file(folder / "key", KEY)
        before = seen(folder)
        for each, mode in {
            "key": 0,
            "hidden/screenings.db": 0,
            "shown/screenings.db": 0o444,
            "hidden": 0o555,
            "shown": 0o555,
            ".": 0o555,
        }.items():
            (folder / each).chmod(mode)
        process = python(_WITHOUT_RIGHTS, name)
        said, wrong = process.communicate(timeout=60)
        for changed in (folder, *folder.rglob("*")):
            changed.chmod(0o700)
        assert process.returncode == 0, wrong.decode()
        lines = said.decode().splitlines()
        assert (
            "key: the key file cannot be read (permission denied); allow reading it, or name another file" in lines[0]
        )
        assert "screenings.db: the database cannot be read (permission denied); allow reading it" in lines[1]
        assert "screenings.db: the database and its folder may not be written; allow writing" in lines[2]
        assert "new.db: the database cannot be made (permission denied); allow writing there" in lines[3]
        assert seen(folder) == before


URLS = {
    "": "has no '://'",
    "screenings.db": "has no '://'",
    "postgres:/x": "has no '://'",
    "sqlte:///x": "did you mean sqlite://",
    "postgressql://u:hunter2@h/x": "did you mean postgresql://",
    "mysql://u:hunter2@h/x": "no kind of database here",
    "postgresql:u:hunter2@h://x": "something else than a kind",
    "sqlite://host/x": "names a host, but SQLite is a file; write three slashes",
    "sqlite://u:hunter2@/x": "names a host, but SQLite is a file",
    "sqlite:///x?mode=ro": "has options (mode)",
    "sqlite://": "names no file",
    "sqlite:///": "names no file",
    "sqlite:///:memory:": "names no file",
    "sqlite:///~nobody-of-this-name/x": "the home of a user who is not there",
    "sqlite:///a\0b": "a character that no file's name has",
    "postgresql://u:hunter2@h": "names no database after the host",
    "postgresql://u:hunter2@h:54x2/x": "cannot be read",
    "postgresql://u:hun@hunter2@h/x": "write the one in the password as %40",
}


@pytest.mark.parametrize(("url", "sentence"), URLS.items())
def test_a_url_with_a_slip_is_refused_with_what_to_write(url: str, sentence: str) -> None:
    """Protects "a URL with a typo: refused with one clear line", and that the line holds no password."""
    with pytest.raises(Refused) as caught:
        read_address(url)
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "hunter2" not in "".join(traceback.format_exception(caught.value))


@given(st.text(st.characters(codec="ascii", exclude_characters="\0"), min_size=6, max_size=20), st.booleans())
def test_a_password_is_never_shown(password: str, is_option: bool) -> None:  # noqa: FBT001 - hypothesis calls it
    """Protects "secrets never reach logs": whatever the password is, no message, repr or traceback holds it."""
    secret = f"hunter2{password}"
    url = f"postgresql://h/x?password={secret}" if is_option else f"postgresql://u:{secret}@h/x"
    try:
        address = read_address(url)
        shown = f"{address} {address!r} {Database(address).engine!r}"
    except StorageError as fault:
        shown = "".join(traceback.format_exception(fault))
    assert "hunter2" not in shown


def test_a_server_that_is_not_there_is_refused_without_the_password(tmp_path: Path) -> None:
    """Protects "exit 2 with one clear line" where PostgreSQL does not run."""
    where = place(tmp_path, "postgresql://u:hunter2@127.0.0.1:1/x", busy_seconds=1)
    with pytest.raises(Refused, match="the database cannot be reached") as caught:
        open_store(where, KEY, NOW)
    assert "\n" not in str(caught.value)
    assert "hunter2" not in "".join(traceback.format_exception(caught.value))
    assert seen(tmp_path) == {}


def test_a_database_that_a_server_does_not_have_is_refused(tmp_path: Path, postgres: str) -> None:
    """Protects "a URL with a typo" on a server."""
    where = place(tmp_path, postgres.replace("/postgres?", "/not_there?"))
    with pytest.raises(Refused, match="not_there") as caught:
        open_store(where, KEY, NOW)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("statements", "sentence"),
    [
        (["CREATE TABLE songs (name TEXT)"], "holds something else (songs)"),
        (["UPDATE alembic_version SET version_num = '9999'"], "made by a newer trialscreen"),
        (["DELETE FROM realm"], "lost its realm's row"),
    ],
)
def test_a_foreign_or_newer_database_of_a_server_is_refused_untouched(
    statements: list[str], sentence: str, tmp_path: Path, postgres: str
) -> None:
    """Protects "a foreign database, a newer schema: refused, untouched" on PostgreSQL."""
    where = place(tmp_path, fresh_database(postgres))
    if "songs" not in sentence:
        with store_at(where) as store:
            Person(store).begin()
    database = Database(where.address)
    with database.writing() as connection:
        for statement in statements:
            connection.execute(text(statement))
    before = everything(database)
    with pytest.raises(Refused) as caught:
        open_store(where, KEY, NOW)
    assert sentence in str(caught.value)
    assert everything(database) == before
    database.close()


def test_another_key_is_refused_on_a_server(tmp_path: Path, postgres: str) -> None:
    """Protects "a wrong key: refused" on PostgreSQL."""
    where = place(tmp_path, fresh_database(postgres))
    with store_at(where) as store:
        Person(store).begin()
    with pytest.raises(Refused, match="give that key"):
        open_store(where, OTHER_KEY, NOW)


_CRASH = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA journal_mode = TRUNCATE")
connection.execute("PRAGMA cache_size = 1")
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE screenings SET sealed = randomblob(100000)")
connection.execute("CREATE TABLE more AS SELECT randomblob(200000)")
os.kill(os.getpid(), 9)
"""

_WITHOUT_RIGHTS = """
import os, sys
from pathlib import Path
from stores import KEY, NOW, place
from storage.model.errors import Refused
from storage.crypto.keys import read_key_file
from storage.opening.opening import open_store

folder = Path(sys.argv[1])
if os.getuid() == 0:
    os.setuid(65534)
works = (
    lambda: read_key_file(folder / "key"),
    lambda: open_store(place(folder / "hidden"), KEY, NOW),
    lambda: open_store(place(folder / "shown"), KEY, NOW),
    lambda: open_store(place(folder, f"sqlite:///{folder / 'new.db'}"), KEY, NOW),
)
for work in works:
    try:
        work()
        print("not refused")
    except Refused as fault:
        print(fault)
"""


def test_opening_asks_no_more_the_longer_the_trail_is(tmp_path: Path) -> None:
    """Protects a short start: the last lines of the anchor are looked up together, not one by one."""
    where = place(tmp_path)
    counts: list[int] = []
    for people in (1, 40):
        with store_at(where) as store:
            for number in range(people):
                person = Person(store, f"p{people}:{number}")
                person.begin()
                person.says(*ANSWERS)
        asked: list[str] = []
        event.listen(Engine, "before_cursor_execute", note := partial(_note_statement, asked))
        try:
            with store_at(where):
                counts.append(len(asked))
        finally:
            event.remove(Engine, "before_cursor_execute", note)
    assert len(ANSWERS) * 40 > LINES, "the looked-up part of the trail is full"
    assert counts[1] <= counts[0] + LINES // AT_ONCE


def _note_statement(asked: list[str], _: object, __: object, statement: str, *___: object) -> None:
    asked.append(statement)
