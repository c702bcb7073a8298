"""A rollback is told by whoever opens the store: commands, the chat, a backup, and the serving bot."""

import asyncio
import logging
from datetime import UTC, datetime
from pathlib import Path

import pytest
from chatting import chatting
from commands import trialscreen
from full_store import locate
from intruder import remove
from stores import ANSWERS, KEY, Person, place, store_at

from bot.workbench.layers.in_process_channel import InProcessChannel
from storage.audit.chain import read_entry
from storage.crypto.keyring import STORE_CHAIN
from storage.database.schema import entries
from storage.maintenance.gone_entries import find_gone_entries
from storage.maintenance.restoring import restore
from storage.model.entries import EntryKind, Head

WARNING = "an older state was put in the place of the database"


@pytest.fixture
def rolled_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a store whose trail lacks its last entry, to which the settings point."""
    where = locate(tmp_path)
    assert where.address.file is not None
    now = datetime.now(UTC)
    with store_at(where, now=now) as store:
        Person(store, now=now).begin()
        for _ in range(2):
            store.take(Person(store, now=now).inbound(), lambda uow: uow.note_store(EntryKind.EXPORTED, "the log"))
        remove(store, entries, entries.c.screening == bytes(16), entries.c.number == 2)
    for name, value in (("DATABASE", f"sqlite:///{where.address.file}"), ("KEY", KEY.text)):
        monkeypatch.setenv(f"TRIALSCREEN_{name}", value)
    return tmp_path


def test_a_command_warns_of_it(rolled_back: Path) -> None:
    """Protects "found at opening": the command does what it was asked, and says it beside the output."""
    ran = trialscreen("screening", "list")
    assert ran.code == 0
    assert WARNING in ran.err
    assert WARNING not in ran.out


def test_the_chat_warns_of_it_before_the_first_question(rolled_back: Path) -> None:
    """Protects whoever answers: they know that answers are gone before they give more."""
    ran = trialscreen("chat", stdin="quit\n")
    assert ran.code == 0
    assert ran.err.startswith("trialscreen: ")
    assert WARNING in ran.err


def test_doctor_and_audit_name_what_is_gone(rolled_back: Path) -> None:
    """Protects "named by doctor": the chain and how many entries it had. What it notes itself goes on from there."""
    for words, said in (
        (("doctor",), "the last entries are missing: there are 1, but the anchor knows 2"),
        (("screening", "audit"), "an older state was put back, and went on from there: the anchor knows two entries 2"),
    ):
        ran = trialscreen(*words)
        assert ran.code == 1
        assert said in ran.out


def test_a_backup_says_it_and_is_written_all_the_same(rolled_back: Path) -> None:
    """Protects what is left: it is backed up, the command exits 1, and the trail says so."""
    file = rolled_back / "a.backup"
    ran = trialscreen("backup", file)
    assert ran.code == 1
    assert "the realm: an older state was put back: entry 2 that the anchor knows is gone" in ran.err
    assert file.exists()
    with store_at(locate(rolled_back), now=datetime.now(UTC)) as store, store.reading() as repository:
        last = repository.find_last_entry(STORE_CHAIN)
        assert last is not None
        assert read_entry(store.keyring.store_key, last).note == "1 screenings; entries of 1 chains were gone"


def test_a_serving_bot_logs_it_and_shows_it_in_its_metrics(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Protects whoever watches: an alarm can be set on it."""
    with store_at(place(tmp_path), now=datetime.now(UTC)) as store:
        store.take(Person(store).inbound(), lambda uow: uow.note_store(EntryKind.EXPORTED, "the log"))
        remove(store, entries)

    async def serve() -> float:
        async with chatting(InProcessChannel(), tmp_path) as bot:
            await bot.is_quiet()
            return bot.count("rollback_found")

    with caplog.at_level(logging.ERROR):
        assert asyncio.run(serve()) == 1
    assert "an older state of the database was put back" in caplog.text


def test_a_store_as_it_should_be_is_told_of_nowhere(tmp_path: Path) -> None:
    """Protects "no false alarm": also in the metrics."""

    async def serve() -> float:
        async with chatting(InProcessChannel(), tmp_path) as bot:
            await bot.is_quiet()
            return bot.count("rollback_found")

    assert asyncio.run(serve()) == 0


def test_a_restore_counts_a_screening_of_which_one_of_two_entries_is_gone(tmp_path: Path) -> None:
    """Protects "lost": the anchor knew two entries of one number, and only one of them can be there."""
    from storage.maintenance.backup import back_up  # noqa: PLC0415 - beside its only use

    now = datetime.now(UTC)
    where = locate(tmp_path)
    assert where.address.file is not None
    with store_at(where, now=now) as store:
        person = Person(store, now=now)
        stored = person.begin()
        person.says(*ANSWERS[:2])
        store.anchor.append([Head(stored.id, 2, bytes(32))])
        assert len(find_gone_entries(store)) == 1
        back_up(store, tmp_path / "a.backup", now, "anna")
    where.address.file.rename(tmp_path / "away.db")
    assert restore(tmp_path / "a.backup", where, KEY, now, "anna").lost == 1
