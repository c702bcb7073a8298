"""Faults of ours in Telegram: nothing of the turn is kept, its person is told once and kindly, the question stands."""

import asyncio
import logging
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import orjson
import pytest
from faulty import everything
from serving import Running, running, texts

from bot import phrases
from bot.channels.handling import chat_handler, chat_turn, identities
from bot.channels.handling.outcomes import EventOutcome, classify_reply
from bot.channels.handling.phrases import DATE_DELETED
from bot.channels.telegram.delivery.rendering import TelegramRendering
from bot.session.chat_state import SessionReply
from bot.workbench.telegram_standin import Person, Standin
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Event
from storage.features.members import Members
from storage.model.stored import StoredScreening

CANARY = "canary 937.25"


@pytest.fixture
def standin() -> Iterator[Standin]:
    """A stand-in for Telegram."""
    with Standin() as opened:
        yield opened


def fails(*_: object, **__: object) -> Any:
    """Raises what a bug raises, with what was said in its text."""
    raise RuntimeError(CANARY)


def kept(bot: Running) -> StoredScreening:
    """Returns what is stored of Anna's only screening."""
    with bot.store.reading() as repository:
        (stored,) = repository.list_owned("telegram:7")
    return stored


async def begins(bot: Running, anna: Person) -> None:
    """Lets Anna in, and answer the first question."""
    await bot.does(lambda: anna.starts(bot.invitation()))
    await bot.does(lambda: anna.sends("120 days"))


FAULTS = {
    "the dialogue": (Dialogue, "take_turn"),
    "what looks at the reply, when all is recorded": (chat_handler, "classify_reply"),
    "the rendering of the question that is left": (chat_turn, "leave_question"),
    "the chat's state": (chat_handler, "encode_chat_state"),
}


@pytest.mark.thinned(3)
@pytest.mark.asyncio
@pytest.mark.parametrize("where", FAULTS)
@pytest.mark.parametrize("how", ["said", "tapped"])
async def test_a_fault_is_told_once_and_the_question_stands(
    where: str, how: str, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects "told one kind sentence and the question stands": nothing is kept, and it is counted."""
    with Standin() as standin:
        await _fails_once(FAULTS[where], how, standin, tmp_path, monkeypatch)
    assert CANARY not in caplog.text
    assert "failed: RuntimeError" in caplog.text


async def _fails_once(
    fault: tuple[object, str], how: str, standin: Standin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = standin.person(7, "Anna")
    async with running(standin, tmp_path) as bot:
        await begins(bot, anna)
        before, asked, rows = kept(bot), anna.last, everything(bot.store.database)
        with monkeypatch.context() as planted:
            planted.setattr(*fault, fails)
            await bot.does(lambda: anna.sends(CANARY) if how == "said" else anna.taps("T-ALL"))
        assert texts(anna)[-1] == phrases.FAILED
        assert kept(bot) == before
        assert {table: everything(bot.store.database)[table] for table in ("chats", "entries", "tally")} == {
            table: rows[table] for table in ("chats", "entries", "tally")
        }
        assert bot.counted('turns_total{ending="failed"}') == 1
        assert bot.counted('updates_put_aside_total{why="failed"}') == 0, "its person was told: nothing is lost"
        assert asked.keyboard, "its buttons stay"
        await bot.does(lambda: anna.taps("T-ALL", asked))
        assert set(kept(bot).screening.answers) == {"age_days", "diagnosis"}
    assert texts(anna).count(phrases.FAILED) == 1
    assert CANARY not in "".join(each for each in texts(anna) if each != CANARY)


@pytest.mark.asyncio
async def test_an_update_that_failed_and_comes_again_is_told_once(
    standin: Standin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects "the same fault for a repeated event id must not tell twice", also once the fault is mended."""
    anna = standin.person(7, "Anna")
    async with running(standin, tmp_path) as bot:
        await begins(bot, anna)
        with monkeypatch.context() as planted:
            planted.setattr(Dialogue, "take_turn", fails)
            with standin.world.lock:
                anna.sends("T-ALL")
                update = orjson.loads([*standin.bot.updates][-1].body)
            await asyncio.to_thread(standin.quiet, 10)
            await bot.service.handler.take(update)
        await bot.service.handler.take(update)
        await asyncio.to_thread(standin.quiet, 10)
        assert set(kept(bot).screening.answers) == {"age_days"}
        assert bot.counted('turns_total{ending="failed"}') == 1
        assert bot.counted('turns_total{ending="duplicate"}') == 2
    assert texts(anna).count(phrases.FAILED) == 1


@pytest.mark.asyncio
async def test_a_stranger_is_told_nothing_of_a_fault(
    standin: Standin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects "whoever was not let in learns nothing", not even that something went wrong."""
    eve = standin.person(9, "Eve")
    async with running(standin, tmp_path) as bot:
        with monkeypatch.context() as planted:
            planted.setattr(Members, "let_in", fails)
            await bot.does(lambda: eve.starts("AAAAAAAAAAAAAAAAAAAAAAAAAAA"))
        assert bot.counted('turns_total{ending="failed"}') == 1
    assert len(texts(eve)) == 1


@pytest.mark.asyncio
async def test_one_persons_fault_is_no_others(
    standin: Standin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects others whose events share a commit with one that fails."""
    take_turn = Dialogue.take_turn

    def fails_for_one(self: Dialogue, screening: Any, event: Any, now: Any) -> Any:
        return fails() if event.text == CANARY else take_turn(self, screening, event, now)

    monkeypatch.setattr(Dialogue, "take_turn", fails_for_one)
    people = [standin.person(number) for number in range(1, 7)]
    async with running(standin, tmp_path) as bot:
        for each in people:
            await bot.does(lambda each=each: each.starts(bot.invitation()))  # type: ignore[misc]  # a default of a lambda
        await bot.does(lambda: [each.sends(CANARY if each is people[2] else "120 days") for each in people])
    told = [phrases.FAILED in texts(each) for each in people]
    assert told == [False, False, True, False, False, False]
    assert sum("✓ Age at diagnosis: 120 days" in "\n".join(texts(each)) for each in people) == 5


@pytest.mark.asyncio
async def test_a_screening_that_is_damaged_is_told_in_our_own_words(standin: Standin, tmp_path: Path) -> None:
    """Protects "told by our own phrases by kind": the fault's text names files and remedies for operators."""
    anna = standin.person(7, "Anna")
    async with running(standin, tmp_path) as bot:
        await begins(bot, anna)
        with closing(sqlite3.connect(tmp_path / "screenings.db")) as connection:
            (whole,) = connection.execute("SELECT sealed FROM screenings").fetchone()
            connection.execute("UPDATE screenings SET sealed = x'00'")
            connection.commit()
            await bot.does(lambda: anna.sends("T-ALL"))
            assert texts(anna)[-1] == phrases.DAMAGED
            assert bot.counted('turns_total{ending="failed"}') == 1
            connection.execute("UPDATE screenings SET sealed = ?", (whole,))
            connection.commit()
        await bot.does(lambda: anna.sends("T-ALL"))
        assert set(kept(bot).screening.answers) == {"age_days", "diagnosis"}, "mended, it goes on where it was"


@pytest.mark.asyncio
async def test_a_store_that_comes_back_loses_nothing_and_nobody_is_told(standin: Standin, tmp_path: Path) -> None:
    """Protects `Unavailable`: it is waited for as before, and is no fault of a turn."""
    anna = standin.person(7, "Anna")
    async with running(standin, tmp_path) as bot:
        await begins(bot, anna)
        bot.store.patience_seconds = 0.1
        with closing(sqlite3.connect(tmp_path / "screenings.db", isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            anna.sends("T-ALL")
            await asyncio.sleep(0.5)
            connection.execute("ROLLBACK")
        await asyncio.to_thread(standin.wait_for, lambda: "✓ Diagnosis: T-ALL" in "\n".join(texts(anna)))
        assert bot.counted('turns_total{ending="failed"}') == 0
    assert phrases.FAILED not in texts(anna)


@pytest.mark.asyncio
async def test_where_not_even_that_can_be_told_it_is_a_dead_letter(
    standin: Standin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Protects what is behind it: the update is put aside, counted as failed, and the next one is served."""
    anna = standin.person(7, "Anna")
    async with running(standin, tmp_path) as bot:
        await begins(bot, anna)
        with monkeypatch.context() as planted:
            planted.setattr(Members, "find_role", fails)
            await bot.does(lambda: anna.sends(CANARY))
        assert bot.counted('turns_total{ending="failed"}') == 1
        assert bot.counted('updates_put_aside_total{why="failed"}') == 1
        (dead_letter,) = everything(bot.store.database)["put_aside"]
        assert dead_letter[3] == "failed"
        await bot.does(lambda: anna.sends("T-ALL"))
        assert set(kept(bot).screening.answers) == {"age_days", "diagnosis"}
    assert phrases.FAILED not in texts(anna)
    assert CANARY not in caplog.text


@pytest.mark.asyncio
async def test_a_message_that_cannot_be_rendered_is_told_in_its_place(
    standin: Standin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Protects from silence after a fault of ours on the way to Telegram; what was recorded stays recorded."""
    caplog.set_level(logging.INFO)
    anna = standin.person(7, "Anna")
    async with running(standin, tmp_path) as bot:
        await begins(bot, anna)
        with monkeypatch.context() as planted:
            planted.setattr(TelegramRendering, "render", fails)
            planted.setattr(TelegramRendering, "render_plain", fails)
            await bot.does(lambda: anna.sends("T-ALL"))
        assert re.fullmatch(re.escape(phrases.NOT_SHOWN).replace(re.escape("{number}"), r"\d+"), texts(anna)[-1])
        assert bot.counted('messages_dropped_total{why="other"}') == 2
        assert set(kept(bot).screening.answers) == {"age_days", "diagnosis"}
        await bot.does(lambda: anna.sends("resume"))
        assert anna.last.keyboard
    assert CANARY not in caplog.text


@pytest.mark.asyncio
async def test_what_is_forgotten_is_counted_once_it_is_committed(
    standin: Standin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects `screenings_forgotten_total`: once for each screening, though the handler is called more than once."""
    anna, handled = standin.person(7, "Anna"), []

    def classify(event: Event, reply: SessionReply) -> EventOutcome:
        handled.append(reply.has_forgotten)
        return classify_reply(event, reply)

    monkeypatch.setattr(chat_handler, "classify_reply", classify)
    async with running(standin, tmp_path) as bot:
        await begins(bot, anna)
        await bot.does(lambda: anna.sends("forget"))
        assert bot.counted("screenings_forgotten_total") == 0, "it was only asked"
        bot.store.journal.path.mkdir()  # the journal cannot be written, and so nothing is forgotten
        forgets = next(
            button["text"] for row in anna.last.keyboard or [] for button in row if "Forget" in button["text"]
        )
        anna.taps(forgets)
        await asyncio.to_thread(standin.wait_for, lambda: handled.count(True) > 1)
        assert bot.counted("screenings_forgotten_total") == 0
        bot.store.journal.path.rmdir()
        await asyncio.to_thread(standin.wait_for, lambda: "is forgotten for good" in texts(anna)[-1] + texts(anna)[-2])
        await asyncio.to_thread(standin.quiet, 10)
        assert bot.counted("screenings_forgotten_total") == 1
        await bot.does(lambda: anna.taps(forgets, stale=True))
        assert bot.counted("screenings_forgotten_total") == 1
    assert handled.count(True) > 1


@pytest.mark.asyncio
async def test_a_date_is_deleted_also_where_the_turn_fails(
    standin: Standin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects "dates are deleted" from a fault of ours; where the reader of dates fails, the person is told so."""
    anna = standin.person(7, "Anna")
    async with running(standin, tmp_path) as bot:
        await begins(bot, anna)
        with monkeypatch.context() as planted:
            planted.setattr(Dialogue, "take_turn", fails)
            await bot.does(lambda: anna.sends("born 12 March 2026"))
        assert "born 12 March 2026" not in texts(anna)
        assert texts(anna)[-2:] == [DATE_DELETED, phrases.FAILED]
        with monkeypatch.context() as planted:
            planted.setattr(identities, "holds_date", fails)
            await bot.does(lambda: anna.sends("T-ALL"))
        assert texts(anna)[-1] == phrases.FAILED
        assert set(kept(bot).screening.answers) == {"age_days"}
