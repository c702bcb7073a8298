"""Whoever has no access any more is sent nothing: what waits is dropped, and never comes after another invitation."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from messages import make_message
from serving import Running, now, running, texts
from stores import Person as Speaker
from stores import place, store_at

from bot.channels.sending.pacing import Patience
from bot.channels.telegram.phrases import WELCOME
from bot.workbench.telegram_standin import Standin
from storage.features.members import Members, Role
from storage.model.people import AccountName
from storage.model.stored import InboundEvent
from storage.unit_of_work.store import Store

ADDRESS = "telegram:7"
SOON = Patience(first_seconds=0.3, most_seconds=0.3, walk_seconds=0.2)


@pytest.fixture
def standin() -> Iterator[Standin]:
    """A stand-in for Telegram."""
    with Standin() as standin:
        yield standin


def revoke(store: Store) -> int:
    """Takes Anna's access away, as a command does, and returns how many messages were dropped."""

    def do(members: Members) -> int:
        assert members.revoke(members.make_reference(AccountName(ADDRESS))) is not None
        return members.dropped

    dropped: int = store.take(Speaker(store, "carla", now=now()).inbound(), lambda uow: do(Members(uow))).value
    return dropped


async def waits(bot: Running, count: int) -> None:
    """Waits until so many messages wait for Anna."""
    for _ in range(100):
        if len(bot.store.outbox.list_waiting(ADDRESS)) == count:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"{len(bot.store.outbox.list_waiting(ADDRESS))} wait")


@pytest.mark.asyncio
async def test_what_waits_is_dropped_with_the_access_and_stays_away_after_another_invitation(
    standin: Standin, tmp_path: Path
) -> None:
    """Protects "waiting messages to a revoked person are dropped"; let in again, they are asked what stands open."""
    anna = standin.person(7, "Anna")
    async with running(standin, tmp_path, patience=SOON) as bot:
        await bot.does(lambda: anna.starts(bot.invitation()))
        standin.faults.share("internal_error", methods=["sendMessage", "editMessageText"])
        before = len(texts(anna))
        await bot.does(lambda: anna.sends("120 days"))
        assert len(texts(anna)) == before + 1
        waiting = len(bot.store.outbox.list_waiting(ADDRESS))
        assert waiting > 1
        dropped = await asyncio.to_thread(revoke, bot.store)
        assert dropped == waiting
        await asyncio.sleep(1.0)  # what was just on its way is refused once more
        standin.faults.clear()
        await asyncio.sleep(1.0)
        assert len(texts(anna)) == before + 1, "nothing comes any more"
        await bot.does(lambda: anna.starts(bot.invitation()))
        await waits(bot, 0)
        later = texts(anna)[before + 1 :]
        with bot.store.reading() as repository:
            (stored,) = repository.list_owned(ADDRESS)
    assert set(stored.screening.answers) == {"age_days"}, "their screening is there as it was"
    assert later[1].startswith(WELCOME)
    assert not any("is kept under" in text.lower() for text in later)


@pytest.mark.asyncio
async def test_what_was_put_there_for_somebody_without_access_is_dropped_when_its_turn_comes(
    standin: Standin, tmp_path: Path
) -> None:
    """Protects the time of sending: another process took the access, or the last release left what waited."""
    anna = standin.person(7, "Anna")
    async with running(standin, tmp_path, patience=SOON) as bot:
        await bot.does(lambda: anna.starts(bot.invitation()))
    seen = len(texts(anna))
    with store_at(place(tmp_path), now=now()) as store:
        revoke(store)
        late = InboundEvent("telegram", "late", ADDRESS, AccountName(ADDRESS), now())
        store.take(late, lambda uow: uow.enqueue([make_message("of another process"), make_message("and more")]))
    async with running(standin, tmp_path, patience=SOON) as bot:
        await waits(bot, 0)
        assert bot.counted('messages_dropped_total{why="revoked"}') == 2
    assert len(texts(anna)) == seen


def test_only_the_chats_of_that_person_lose_what_waits(store: Store) -> None:
    """Protects everybody else, and all accounts of a person: each has a chat of its own."""
    carla = Speaker(store, "carla")
    for name in ("anna", "ben"):
        token = store.take(carla.inbound(), lambda uow: Members(uow).invite(Role.TESTER, timedelta(days=1))).value
        inbound = InboundEvent("test", name, name, AccountName(name), carla.now)
        store.take(inbound, lambda uow, name=name, token=token: Members(uow).let_in(name, token))  # type: ignore[misc]
        said = InboundEvent("test", f"{name} 2", name, AccountName(name), carla.now)
        store.take(said, lambda uow: uow.enqueue([make_message("Hello")]))
    store.take(carla.inbound(), lambda uow: Members(uow).revoke(Members(uow).make_reference(AccountName("anna"))))
    assert [len(store.outbox.list_waiting(name)) for name in ("anna", "ben")] == [0, 1]
    (claimed,), _ = store.outbox.claim_any(carla.now)
    assert (claimed.chat, claimed.is_unwanted) == ("ben", False)
