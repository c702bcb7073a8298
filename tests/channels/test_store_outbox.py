"""A store's outbox as sending reads it: from the lease cache where it can, from the database where it must."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from messages import make_message
from outboxes import bot_at, count_fate, now, people, sending, texts
from patience import until
from sqlalchemy import event
from stores import place, store_at

from bot.channels.sending.store_outbox import StoreOutbox
from bot.workbench.telegram_standin import Standin
from dialogs.conversation.messages import Button
from storage.model.people import AccountName
from storage.model.stored import InboundEvent, Outgoing
from storage.outbox.delivery_reports import LARGEST_ID
from storage.outbox.lease_cache import FRESH_SECONDS
from storage.unit_of_work.batch import EventHandler
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import UnitOfWork
from storage.unit_of_work.writer_thread import Writer

pytestmark = pytest.mark.both_databases

CHAT = "telegram:7"


@asynccontextmanager
async def posting(store: Store) -> AsyncIterator[StoreOutbox]:
    """The outbox of a store with a writer, opened."""
    with Writer(store) as writer:
        post = StoreOutbox(writer, store)
        await post.recover()
        yield post


async def said(post: StoreOutbox, name: str, handle: EventHandler) -> None:
    """Takes an event."""
    await post.writer.take(InboundEvent("telegram", name, CHAT, AccountName("anna"), now()), handle)


async def claimed(post: StoreOutbox) -> Outgoing:
    """Claims what comes first."""
    outgoing = await post.claim(CHAT, now())
    assert outgoing is not None
    return outgoing


def asking(uow: UnitOfWork) -> None:
    """Greets, and asks a question."""
    uow.enqueue([make_message("Welcome"), make_message("ALL?", (Button("Yes", "y"),), 1)])


def answered(uow: UnitOfWork) -> None:
    """Shows the answer under the question, and goes on."""
    uow.enqueue_edit(make_message("ALL? Yes"), question=1)
    uow.enqueue([make_message("CNS?")])


@pytest.mark.asyncio
async def test_a_turn_goes_through_the_real_outbox_and_its_text_is_gone_afterwards(tmp_path: Path) -> None:
    """Protects "replies are sent after the transaction; a text is deleted once sent". A later edit finds its target."""
    with Standin() as standin, store_at(place(tmp_path)) as store, Writer(store) as writer:
        (anna,) = people(standin, 7)
        post = StoreOutbox(writer, store)
        async with bot_at(standin) as bot, sending(bot, post) as sender:
            await writer.take(InboundEvent("telegram", "1", "telegram:7", AccountName("anna"), now()), asking)
            sender.notify("telegram:7")
            await until(lambda: not store.outbox.count_waiting())
            assert [len(list(message.buttons())) for message in anna.sees()[1:]] == [0, 1]
            anna.blocks()
            await writer.take(InboundEvent("telegram", "2", "telegram:7", AccountName("anna"), now()), answered)
            sender.notify("telegram:7")
            await until(lambda: count_fate(sender, "blocked"))
            anna.unblocks()
            store.outbox.note_unblocked("telegram:7")
            sender.notify("telegram:7")
            await until(lambda: not store.outbox.count_waiting())
        assert texts(anna) == ["Welcome", "ALL? Yes", "CNS?"]
        assert not any(list(message.buttons()) for message in anna.sees())


@pytest.mark.asyncio
async def test_a_turn_in_the_normal_case_is_one_transaction(store: Store) -> None:
    """Protects the speed of a turn: what was just posted is neither looked for, nor claimed, nor noted by itself."""
    async with posting(store) as post:
        if post.is_shared:
            return  # another process may have posted meanwhile, so the outbox is asked whether that was all
        await said(post, "1", asking)
        begun: list[object] = []

        def note(connection: object) -> None:
            begun.append(connection)

        event.listen(store.database.engine, "begin", note)
        for receipt in (41, 42):
            await post.note_sent_as(await claimed(post), receipt, now())
        assert await post.claim(CHAT, now()) is None
        assert await post.find_receipt(CHAT, None, 1, LARGEST_ID) == 42
        await said(post, "2", answered)
        assert len(begun) == 1
        event.remove(store.database.engine, "begin", note)
        assert [each.message.text for each in store.outbox.list_waiting(CHAT)] == ["ALL? Yes", "CNS?"]


@pytest.mark.asyncio
async def test_what_could_not_be_sent_comes_before_all_that_was_posted_after_it(store: Store) -> None:
    """Protects "in order within a chat": a message that failed takes what follows it in the lease cache along."""
    async with posting(store) as post:
        await said(post, "1", asking)
        first = await claimed(post)
        await post.note_failed(first.id, now() + timedelta(seconds=60))
        assert await post.claim(CHAT, now()) is None
        await said(post, "2", answered)
        assert await post.claim(CHAT, now()) is None
        again = await post.claim(CHAT, now() + timedelta(seconds=61))
        assert again is not None
        assert (again.message, again.attempts) == (first.message, 1)


@pytest.mark.asyncio
async def test_what_had_to_wait_for_long_is_claimed_when_its_turn_comes(store: Store) -> None:
    """Protects "never twice": a lease that is nearly over is not relied on."""
    async with posting(store) as post:
        await said(post, "1", asking)
        late = now() + timedelta(seconds=FRESH_SECONDS + 1)
        first = await post.claim(CHAT, late)
        assert first is not None
        assert first.message.text == "Welcome"
        await post.note_sent_as(first, 41, late)
        second = await post.claim(CHAT, late)
        assert second is not None
        assert second.message.text == "ALL?"
        await post.note_sent_as(second, 42, late)
        assert await post.claim(CHAT, late) is None


@pytest.mark.asyncio
async def test_after_a_crash_a_file_is_drawn_from_at_once_and_what_was_just_posted_is_not_freed(tmp_path: Path) -> None:
    """Protects "every user sees the open question again". Opening frees nothing in this process's own lease cache."""
    with store_at(place(tmp_path)) as store:
        with Writer(store) as writer:
            died = StoreOutbox(writer, store)
            await said(died, "1", asking)
        with Writer(store) as writer:
            post = StoreOutbox(writer, store)
            await post.recover()
            first = await claimed(post)
            assert first.message.text == "Welcome"
            await post.note_sent_as(first, 41, now())
            await post.note_sent_as(await claimed(post), 42, now())
            assert await post.claim(CHAT, now()) is None
            await said(post, "2", answered)
            await post.recover()
            assert (await post.claim_any(now(), b"", 9))[0] == []
            assert (await claimed(post)).message.text == "ALL? Yes"


@pytest.mark.asyncio
async def test_stopping_gives_the_hand_back(store: Store) -> None:
    """Protects a quick restart, of several processes on one server too."""
    async with posting(store) as post:
        await said(post, "1", asking)
        await post.release_leases()
        assert [each.message.text for each in (await post.claim_any(now(), b"", 9))[0]] == ["Welcome"]
