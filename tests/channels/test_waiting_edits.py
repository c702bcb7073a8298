"""Edits that close a message wait where the pace has no room: they are made later, in order, and do no harm before."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from keyboards import list_keyboards
from outboxes import Box, bot_at, people, sending, texts
from patience import until
from serving import Running, running, toasts

from bot.channels.rate import EventRate, SendRates
from bot.workbench.telegram_standin import Person, Standin
from dialogs.conversation.messages import Button
from storage.model.stored import Do
from storage.opening.location import StoreLocation

TIGHT = SendRates(EventRate(2, 0.4), EventRate(1_000, 0.001))
"""A pace in which an edit has no room beside quick messages."""


@asynccontextmanager
async def tapped_quickly(folder: Path, where: StoreLocation) -> AsyncIterator[tuple[Running, Person]]:
    """Serves somebody who has just answered three questions, as soon as each came."""
    with Standin() as standin:
        anna = standin.person(7)
        async with running(standin, folder, rates=TIGHT, where=where) as bot:
            anna.starts(bot.invitation())
            await has_message(bot, anna, 1)
            anna.sends("120 days")
            await has_message(bot, anna, 2)
            for told, label in ((3, "B-precursor ALL"), (4, "Newly diagnosed")):
                anna.taps(label)
                await has_message(bot, anna, told)
            assert len(list_keyboards(anna)) > 1, "edits wait"
            yield bot, anna


async def has_message(bot: Running, person: Person, number: int) -> None:
    """Waits until somebody has so many messages."""
    await asyncio.to_thread(bot.standin.wait_for, lambda: len(texts(person)) >= number)
    await asyncio.sleep(0.05)


async def is_at_rest(bot: Running, person: Person) -> None:
    """Waits until nothing waits for a person, and one keyboard stands, which is that of the last message."""
    await asyncio.to_thread(bot.standin.wait_for, lambda: len(list_keyboards(person)) == 1, 15)
    await bot.does(lambda: None)
    assert not bot.store.outbox.count_waiting()
    assert [each.id for each in list_keyboards(person)] == [person.last.id]


@pytest.mark.asyncio
async def test_a_question_that_is_asked_again_at_once_keeps_the_new_buttons(
    where: StoreLocation, tmp_path: Path
) -> None:
    """Protects the open question: what closes its old copy comes after the new one, and still finds the old one."""
    async with tapped_quickly(tmp_path, where) as (bot, anna):
        old = anna.last.id
        anna.sends("/why")
        await has_message(bot, anna, 5)
        anna.sends("/why")
        await is_at_rest(bot, anna)
        assert anna.last.id > old
        assert "Why?" in {button["text"] for button in anna.last.buttons()}


@pytest.mark.asyncio
async def test_an_old_button_that_still_stands_changes_nothing_when_it_is_tapped(
    where: StoreLocation, tmp_path: Path
) -> None:
    """Protects the record from buttons whose edit waits: the tap bears the number of a question that is over."""
    async with tapped_quickly(tmp_path, where) as (bot, anna):
        old = next(each for each in list_keyboards(anna) if "Newly diagnosed" in str(list(each.buttons())))
        anna.taps("Relapsed", old)
        await is_at_rest(bot, anna)
        assert len(toasts(anna)) == 1
        assert "Recorded there: Phase of the disease: Newly diagnosed." in toasts(anna)[0]
        assert len(texts(anna)) == 4


@pytest.mark.asyncio
async def test_edits_that_waited_when_the_bot_stopped_are_made_when_it_is_back(
    where: StoreLocation, tmp_path: Path
) -> None:
    """Protects "one keyboard in a chat" over a restart: what waits is in the outbox, and comes in order."""
    async with tapped_quickly(tmp_path, where) as (bot, anna):
        bot.service.sender.stop()
        await asyncio.wait([bot.serving], timeout=5)
        assert bot.store.outbox.count_waiting() > 1
        async with running(bot.standin, tmp_path, rates=TIGHT, where=where) as again:
            await is_at_rest(again, anna)
        edited = [each.message for each in anna.chat.history if each.act == "edited"]
        assert edited == sorted(set(edited))
        assert len(edited) == 3
        assert len(texts(anna)) == 4


@pytest.mark.asyncio
async def test_a_screening_that_is_forgotten_while_edits_wait_leaves_no_buttons(
    where: StoreLocation, tmp_path: Path
) -> None:
    """Protects from buttons over a screening that is no more: its edits go with it, and its keyboards too."""
    async with tapped_quickly(tmp_path, where) as (bot, anna):
        anna.sends("/forget")
        await has_message(bot, anna, 5)
        anna.taps(next(button["text"] for button in anna.last.buttons() if "Forget" in button["text"]))
        await has_message(bot, anna, 6)
        await is_at_rest(bot, anna)


@pytest.mark.asyncio
async def test_what_a_walk_finds_gives_way_too() -> None:
    """Protects whoever waits, also where the edit was found by a look at all chats and not told by its commit."""
    with Standin() as standin:
        (anna,) = people(standin, 7)
        box = Box()
        async with bot_at(standin) as bot, sending(bot, box, in_a_chat=EventRate(1, 0.4)) as sender:
            sender.notify(box.posts(7, "ALL?", Button("Yes", "y"), question=1))
            await until(lambda: not box.left)
            sender.notify(box.posts(7, "ALL: yes", do=Do.EDIT, question=1))
            await asyncio.sleep(0.15)
            sender.notify(box.posts(7, "Next?"))
            await until(lambda: not box.left)
        acts = [each.act for each in anna.chat.history if each.who != anna.user.name]
        assert acts == ["said", "said", "edited"]
