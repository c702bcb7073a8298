"""What could tell who a patient is: it is deleted from the chat and told; what could not, stays."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from chatting import ANNA, BEN, Chatting, chatting, list_texts
from serving import running, texts

from bot.channels.channel_event import ChannelEvent
from bot.channels.handling import phrases
from bot.workbench.layers.in_process_channel import EVERYTHING, InProcessChannel
from bot.workbench.telegram_standin import Person, Standin
from storage.features.members import Role
from storage.model.people import AccountName

ALL_SAID = (
    phrases.DATE_DELETED, phrases.DATE_NOT_DELETED, phrases.CONTACT_DELETED, phrases.CONTACT_NOT_DELETED,
    phrases.PLACE_DELETED, phrases.PLACE_NOT_DELETED, phrases.NOTE_DELETED, phrases.NOTE_NOT_DELETED,
    phrases.NO_TEXT, phrases.EDITED,
)  # fmt: skip


LIKE_A_DATE = "13MAR28"
"""A code, with its check character."""


async def bring(bot: Chatting, address: str = ANNA, **held: Any) -> list[str]:
    """Brings an event of a person, and returns what they are told of it, of all that this file is about."""
    before = len(list_texts(bot.channel, address))
    event = ChannelEvent(f"own-{before}", address, AccountName(address), 900 + before, **held)
    bot.channel.bring_again(event.id, event)
    await bot.is_quiet()
    return [text for text in list_texts(bot.channel, address)[before:] if text in ALL_SAID]


@pytest.mark.thinned(3)
@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("held", "told"),
    [
        ({"text": "12 MARCH 2026"}, [phrases.DATE_DELETED]),
        ({"text": "12–03–2026"}, [phrases.DATE_DELETED]),
        ({"text": "DOB12.03.2026, 120 days"}, [phrases.DATE_DELETED]),
        ({"text": "open 12.03.2026"}, [phrases.DATE_DELETED]),
        ({"text": "/log 2026-05-03"}, [phrases.DATE_DELETED]),
        ({"text": "/log enrolled 3 2026–05"}, []),
        ({"text": "2026-05"}, [phrases.DATE_DELETED]),
        ({"text": "120 days"}, []),
        ({"text": "Name: Anna Smith, 10 wk girl, pro-B ALL"}, [phrases.NOTE_DELETED]),
        ({"text": "10 wk girl, MRN 4711-0815, KMT2A-r"}, [phrases.NOTE_DELETED]),
        ({"text": "10 wk, DOB 12.03.2026, KMT2A-r"}, [phrases.DATE_DELETED]),
        ({"text": "10 wk girl, pro-B ALL, t(9;11)(p22;q23), CD19+ 99 %"}, []),
        ({"text": "name: Anna Smith, 10 wk", "is_edit": True}, [phrases.NOTE_DELETED, phrases.EDITED]),
        ({"text": "take K7Q-42M-XD1"}, []),
        ({"text": "12.03.2026", "is_edit": True}, [phrases.DATE_DELETED, phrases.EDITED]),
        ({"text": "12 days", "is_edit": True}, [phrases.EDITED]),
        ({"beside": "born on the 12th of March"}, [phrases.DATE_DELETED]),
        ({"beside": "Ann_2026-03-12.pdf", "is_edit": True}, [phrases.DATE_DELETED, phrases.EDITED]),
        ({"beside": "her film"}, [phrases.NO_TEXT]),
        ({}, [phrases.NO_TEXT]),
        ({"is_contact": True}, [phrases.CONTACT_DELETED]),
        ({"is_place": True}, [phrases.PLACE_DELETED]),
        ({"is_place": True, "is_edit": True}, [phrases.EDITED]),
    ],
)
async def test_what_tells_who_somebody_is_is_deleted_and_told(
    tmp_path: Path, held: dict[str, Any], told: list[str]
) -> None:
    """Protects "dates are deleted in every spelling, captions and shared contacts too", and all else from it."""
    async with chatting(InProcessChannel(), tmp_path) as bot:
        await bot.let_in(ANNA, Role.COORDINATOR)
        assert await bring(bot, **held) == told


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("held", "told"),
    [
        ({"text": "12 MARCH 2026"}, phrases.DATE_NOT_DELETED),
        ({"is_contact": True}, phrases.CONTACT_NOT_DELETED),
        ({"is_place": True}, phrases.PLACE_NOT_DELETED),
    ],
)
async def test_where_nothing_can_be_deleted_the_person_is_asked_to(
    tmp_path: Path, held: dict[str, Any], told: str
) -> None:
    """Protects the same on a channel that cannot delete: it does not say that it did."""
    async with chatting(InProcessChannel(replace(EVERYTHING, deletes=False)), tmp_path) as bot:
        await bot.let_in(ANNA)
        assert await bring(bot, **held) == [told]


@pytest.mark.asyncio
async def test_a_code_that_looks_like_a_date_stays(tmp_path: Path) -> None:
    """Protects codes: one such as `13MAR28`, behind a command, is one; by itself such words are a date."""
    async with chatting(InProcessChannel(), tmp_path) as bot:
        await bot.let_in(ANNA)
        assert await bring(bot, text=f"open {LIKE_A_DATE}") == []
        assert await bring(bot, text=f"pdf {LIKE_A_DATE}") == []
        assert await bring(bot, text=LIKE_A_DATE) == [phrases.DATE_DELETED]


@pytest.mark.asyncio
async def test_strangers_are_told_nothing_of_what_they_send(tmp_path: Path) -> None:
    """Protects "whoever was not let in learns nothing", whatever they send."""
    async with chatting(InProcessChannel(), tmp_path) as bot:
        for held in ({"text": "12 March 2026"}, {"is_contact": True}, {"is_place": True}, {"beside": "2026-03-12"}):
            await bring(bot, BEN, **held)
        assert list_texts(bot.channel, BEN) == []


Act = Callable[[Person], object]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("act", "told"),
    [
        (lambda anna: anna.shares(photo=[{"file_id": "1"}], caption="12 MARCH 2026"), phrases.DATE_DELETED),
        (lambda anna: anna.shares(document={"file_id": "1", "file_name": "12–03–2026.pdf"}), phrases.DATE_DELETED),
        (lambda anna: anna.shares(contact={"phone_number": "+1", "first_name": "Ann"}), phrases.CONTACT_DELETED),
        (lambda anna: anna.shares(location={"latitude": 1.5, "longitude": 2.5}), phrases.PLACE_DELETED),
        (lambda anna: anna.edits(anna.sends("17 weeks"), "born 12. MÄRZ"), phrases.DATE_DELETED),
    ],
)
async def test_it_is_in_the_chat_no_more(tmp_path: Path, act: Act, told: str) -> None:
    """Protects the way through Telegram: the person sees what was told, and their message is gone."""
    with Standin() as standin:
        anna = standin.person(7, "Anna")
        async with running(standin, tmp_path) as bot:
            await bot.does(lambda: anna.starts(bot.invitation()))
            before = len(own(anna))
            await bot.does(lambda: act(anna))
            assert told in texts(anna)
            assert len(own(anna)) == before


def own(person: Person) -> list[object]:
    """Returns the messages that a person wrote and that still stand."""
    return [message for message in person.sees() if message.sender is person.user]
