"""Telegram from end to end, but for Telegram: a person at the stand-in, intake, front desk, storage, outbox, sending."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from standin import Person as Patient
from standin import Standin
from standin.clients import client
from stores import KEY, Person, place

from bot.dialogues import Dialogues
from bot.frontdesk import FrontDesk
from bot.telegram import phrases
from bot.telegram.adapter import Adapter
from bot.telegram.buttons import Signer
from bot.telegram.intake import Intake
from bot.telegram.pace import Limit, Pace
from bot.telegram.polling import Polling
from bot.telegram.sending import Sender
from bot.telegram.storedpost import StoredPost
from dialogs.answers import Known
from storage.access import Access, Role
from storage.opening import open_store
from storage.store import Store
from storage.writer import Writer

os.environ.setdefault("PTB_TIMEDELTA", "1")


@dataclass
class Running:
    """A bot that runs against a stand-in."""

    standin: Standin
    store: Store

    def invitation(self, role: Role = Role.CLINICIAN) -> str:
        """Returns a fresh invitation."""
        coordinator = Person(self.store, "carla", now=now())
        token = self.store.take(coordinator.incoming(), lambda desk: Access(desk).invite(role, timedelta(days=1))).value
        assert isinstance(token, str)
        return token

    async def does(self, act: Callable[[], object]) -> None:
        """Lets a person do something, and waits until all is quiet."""
        await asyncio.to_thread(act)
        await asyncio.to_thread(self.standin.quiet, 10)


def now() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def running(standin: Standin, folder: Path) -> AsyncIterator[Running]:
    """Runs a bot until the end of the block, and stops it gracefully."""
    store = open_store(place(folder), KEY, now())
    with Writer(store) as writer:
        async with client(standin) as bot:
            sender = Sender(bot, StoredPost(writer, store), Signer(bytes(32)), _at_once(), now=now, random=Random(1))
            front = FrontDesk(Dialogues(), "interfant-21", store.retention)
            adapter = Adapter(bot, writer, front, Signer(bytes(32)), notify=sender.notify, now=now)
            stopping = asyncio.Event()
            polling = asyncio.create_task(Polling(bot, Intake(adapter.take, _never, lambda _: None)).run(stopping))
            sending = asyncio.create_task(sender.run())
            try:
                yield Running(standin, store)
            finally:
                stopping.set()
                await polling
                sender.stop()
                await sending
    store.close()


def _at_once() -> Pace:
    return Pace(lambda: asyncio.get_running_loop().time(), Limit(1_000, 0.001), Limit(1_000, 0.001))


async def _never(update: int, word: str) -> None:
    raise AssertionError(f"update {update} was put aside: {word}")


def texts(person: Patient) -> list[str]:
    """Returns what a person sees, as texts."""
    return [message.text or "" for message in person.sees()]


@pytest.mark.asyncio
async def test_an_infant_is_screened_by_taps_and_words_up_to_the_result(tmp_path: Path) -> None:
    """Protects the whole way: let in by an invitation, questions one by one, answered ones without keyboard, the verdicts at the end."""
    with Standin() as standin:
        anna = standin.person(7, "Anna")
        async with running(standin, tmp_path) as bot:
            await bot.does(lambda: anna.starts(bot.invitation()))
            assert phrases.WELCOME in texts(anna)
            assert "How old was the infant" in texts(anna)[-1]
            await bot.does(lambda: anna.sends("120 days"))
            for label in ("B-precursor ALL", "Newly diagnosed", "Rearranged", "None", "No"):
                await bot.does(lambda label=label: anna.taps(label))  # type: ignore[misc]  # a default of a lambda
            for said in ("given", "positive", "CNS1"):
                await bot.does(lambda said=said: anna.sends(said))  # type: ignore[misc]
            for label in ("No", "None", "No", "Show the result"):
                await bot.does(lambda label=label: anna.taps(label))  # type: ignore[misc]
            seen = "\n".join(texts(anna))
        assert "Eligible for Interfant-21 as answered." in seen
        assert "→ B-precursor ALL" in seen, "the answered question shows its answer"
        assert sum(bool(message.keyboard) for message in anna.sees()) == 1, "only what stands open has buttons"


@pytest.mark.asyncio
async def test_a_double_tap_changes_nothing_and_is_told(tmp_path: Path) -> None:
    """Protects "the second tap of a double tap would answer the next question"."""
    with Standin() as standin:
        anna = standin.person(7, "Anna")
        async with running(standin, tmp_path) as bot:
            await bot.does(lambda: anna.starts(bot.invitation()))
            await bot.does(lambda: anna.sends("120 days"))
            await bot.does(lambda: anna.taps("B-cell MPAL", times=2))
            with bot.store.reading() as shelf:
                (kept,) = shelf.owned("telegram:7")
        assert set(kept.screening.answers) == {"age_days", "diagnosis"}
        assert "no longer open, and nothing was changed. Recorded there: Diagnosis: B-cell MPAL." in "\n".join(texts(anna))


@pytest.mark.asyncio
async def test_whoever_was_not_let_in_learns_nothing(tmp_path: Path) -> None:
    """Protects "unknown senders learn nothing": no answer at all, to words, guesses and taps, and nothing is kept of them."""
    with Standin() as standin:
        eve = standin.person(9, "Eve")
        async with running(standin, tmp_path) as bot:
            for said in ("hello", "/start", "/start AAAAAAAAAAAAAAAAAAAAAAAAAAA", "/list"):
                await bot.does(lambda said=said: eve.sends(said))  # type: ignore[misc]
            with bot.store.reading() as shelf:
                assert shelf.owned("telegram:9") == []
        assert texts(eve) == ["hello", "/start", "/start AAAAAAAAAAAAAAAAAAAAAAAAAAA", "/list"]


@pytest.mark.asyncio
async def test_a_restart_in_the_middle_loses_nothing(tmp_path: Path) -> None:
    """Protects "be interrupted, come back": what was said while the bot was away is taken when it is back."""
    with Standin() as standin:
        anna = standin.person(7, "Anna")
        async with running(standin, tmp_path) as bot:
            await bot.does(lambda: anna.starts(bot.invitation()))
            await bot.does(lambda: anna.sends("120 days"))
        await asyncio.to_thread(anna.taps, "T-ALL")
        async with running(standin, tmp_path) as bot:
            await asyncio.to_thread(standin.quiet, 10)
            with bot.store.reading() as shelf:
                (kept,) = shelf.owned("telegram:7")
        assert set(kept.screening.answers) == {"age_days", "diagnosis"}


@pytest.mark.asyncio
async def test_edits_pictures_and_forged_buttons_are_answered_and_change_nothing(tmp_path: Path) -> None:
    """Protects "edited messages answered, never silently taken", and what cannot be read."""
    with Standin() as standin:
        anna = standin.person(7, "Anna")
        async with running(standin, tmp_path) as bot:
            await bot.does(lambda: anna.starts(bot.invitation()))
            await bot.does(lambda: anna.sends("120 days"))
            said = next(message for message in anna.sees() if message.text == "120 days")
            await bot.does(lambda: anna.edits(said, "12 days"))
            await bot.does(lambda: anna.taps_data("Zm9yZ2Vk", anna.last))
            with bot.store.reading() as shelf:
                (kept,) = shelf.owned("telegram:7")
        seen = "\n".join(texts(anna))
        assert phrases.EDITED in seen
        assert phrases.NOT_A_BUTTON in seen
        assert set(kept.screening.answers) == {"age_days"}
        assert kept.screening.answers["age_days"] == Known(120)
