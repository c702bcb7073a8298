"""What people do in a chat besides words and taps: it is answered once, or not at all."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from serving import running

from bot.channels.handling import phrases
from bot.workbench.telegram_standin import Person, Standin
from bot.workbench.telegram_standin.entities import Formatted

PICTURE = {"photo": [{"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}]}
PLACE = {"location": {"latitude": 1.0, "longitude": 2.0, "live_period": 900}}

SERVICE: list[dict[str, Any]] = [
    {"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 7, "type": "private"}}},
    {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86_400}},
    {"new_chat_title": "Bot"},
    {"video_chat_started": {}},
    {"write_access_allowed": {"from_request": True}},
    {"chat_shared": {"request_id": 1, "chat_id": 2}},
    {"users_shared": {"request_id": 1, "users": []}},
    {"boost_added": {"boost_count": 1}},
    {"forum_topic_created": {"name": "a", "icon_color": 1}},
    {"proximity_alert_triggered": {"distance": 1}},
    {"successful_payment": {"currency": "XTR", "total_amount": 1, "invoice_payload": "a"}},
    {"giveaway_created": {}},
    {"chat_background_set": {}},
    {"gift": {}},
    {"suggested_post_paid": {}},
    {"checklist_tasks_done": {}},
]


def shows(person: Person, shown: dict[str, Any], kind: str = "message") -> None:
    """Lets a person do something that is no text."""
    with person.world.lock:
        content = person.chat.add(person.user, person.world.clock.now(), Formatted("")).as_json() | shown
        person.bot.updates.put({kind: content}, ("chat", person.chat.id))


async def tell(folder: Path, *done: tuple[dict[str, Any], str]) -> list[str]:
    """Lets somebody do such things after their first answer, and returns what they are told."""
    with Standin() as standin:
        anna = standin.person(7, "Anna")
        async with running(standin, folder) as bot:
            await bot.does(lambda: anna.starts(bot.invitation()))
            await bot.does(lambda: anna.sends("120 days"))
            before = anna.chat.last_id
            for shown, kind in done:
                await asyncio.to_thread(shows, anna, shown, kind)
            await bot.does(lambda: None)
            assert bot.counted('updates_put_aside_total{why="unparsable"}') == 0
        return [each.text for each in anna.sees() if each.id > before and each.sender is not anna.user]


@pytest.mark.asyncio
async def test_what_a_chat_tells_of_itself_is_not_answered(tmp_path: Path) -> None:
    """Protects whoever pins a message, or sets a timer: nothing was said with that."""
    assert await tell(tmp_path, *((each, "message") for each in SERVICE)) == []


@pytest.mark.asyncio
async def test_a_reaction_is_not_answered(tmp_path: Path) -> None:
    """Protects a thumb, should Telegram bring it although it is not asked for."""
    assert await tell(tmp_path, ({"new_reaction": [{"type": "emoji", "emoji": "👍"}]}, "message_reaction")) == []


@pytest.mark.asyncio
async def test_a_live_location_is_answered_once(tmp_path: Path) -> None:
    """Protects a chat from an answer every few seconds, as long as a place is shared."""
    edits = [(PLACE, "edited_message")] * 20
    assert await tell(tmp_path, (PLACE, "message"), *edits) == [phrases.PLACE_DELETED]


@pytest.mark.asyncio
async def test_an_album_is_answered_once_and_the_next_one_again(tmp_path: Path) -> None:
    """Protects whoever sends ten pictures at once from being told ten times that none is read."""
    first, second = (PICTURE | {"media_group_id": each} for each in ("11", "22"))
    told = await tell(tmp_path, *[(first, "message")] * 10, *[(second, "message")] * 10)
    assert told == [phrases.NO_TEXT] * 2


@pytest.mark.asyncio
@pytest.mark.parametrize("shown", [PICTURE, {"voice": {}}, {"poll": {}}, {"something_new": {}}])
async def test_what_somebody_sends_is_answered_each_time(shown: dict[str, Any], tmp_path: Path) -> None:
    """Protects from silence: whoever sends something that is not read is told, also where its kind is not known."""
    assert await tell(tmp_path, (shown, "message"), (shown, "message")) == [phrases.NO_TEXT] * 2
