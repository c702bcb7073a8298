"""After an outage: nothing is said where nothing changed, and one message where something may be missing."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from chatting import ANNA, Chatting, chatting, list_texts, now
from outages import make_outage

from bot.channels.handling import phrases
from bot.channels.handling.after_outage import Outage
from bot.channels.refusal import RefusalMeaning, SendRefusal
from bot.workbench.layers.in_process_channel import CallFault, InProcessChannel

CRASH = timedelta(seconds=20)
"""So long until a service is there again that a supervisor restarts: every tap is still brought."""


async def begin(bot: Chatting) -> None:
    """Lets Anna in, and answers her first question."""
    await bot.let_in(ANNA)
    await bot.say(ANNA, "120 days")


async def come_back(bot: Chatting, outage: Outage) -> list[str]:
    """Lets the bot be back after an outage, and returns what Anna is told by itself."""
    before = len(bot.channel.chats[ANNA])
    await bot.service.handler.ask_open_question(ANNA, outage)
    await bot.is_quiet()
    return list_texts(bot.channel, ANNA)[before:]


def count_with_buttons(channel: InProcessChannel) -> int:
    return sum(bool(each.message.buttons) for each in channel.chats[ANNA])


@pytest.mark.asyncio
@pytest.mark.parametrize("said", ["T-ALL", "/list", "/new", "stop"])
async def test_nothing_is_said_after_a_crash_that_cost_nothing(said: str, tmp_path: Path) -> None:
    """Protects a chat from two messages at each crash: the open question stands there with its buttons, or its menu."""
    channel = InProcessChannel()
    async with chatting(channel, tmp_path) as bot:
        await begin(bot)
        await bot.say(ANNA, said)
        assert await come_back(bot, make_outage(CRASH)) == []
        assert count_with_buttons(channel) == 1


@pytest.mark.asyncio
async def test_one_message_asks_again_where_a_tap_may_be_lost(tmp_path: Path) -> None:
    """Protects whoever tapped while nobody fetched it: one message says why it is asked again, and shrinks after it."""
    channel = InProcessChannel()
    async with chatting(channel, tmp_path) as bot:
        await begin(bot)
        (told,) = await come_back(bot, make_outage())
        assert told.startswith(phrases.AFTER_OUTAGE)
        assert told.endswith("What is the diagnosis?")
        assert count_with_buttons(channel) == 1
        await bot.tap(ANNA, "T-ALL")
        assert phrases.AFTER_OUTAGE not in "\n".join(list_texts(channel, ANNA))
        assert "2 · Diagnosis: T-ALL" in list_texts(channel, ANNA)


@pytest.mark.asyncio
async def test_a_question_that_never_arrived_is_asked_again_after_any_crash(tmp_path: Path) -> None:
    """Protects whoever has nothing to answer: no receipt of the open question is noted, and nothing waits."""
    channel = InProcessChannel()
    async with chatting(channel, tmp_path) as bot:
        await begin(bot)
        never = CallFault(SendRefusal(RefusalMeaning.NEVER, "bad_request", "never"))
        channel.faults += [never] * 3  # as it is, in plain words, and the sentence in its place
        await bot.say(ANNA, "T-ALL")
        channel.faults.clear()
        (told,) = await come_back(bot, make_outage(CRASH))
        assert told.startswith(f"{phrases.AFTER_OUTAGE}\nYou can stop here")
        assert count_with_buttons(channel) == 1


@pytest.mark.asyncio
async def test_a_menu_gives_way_to_the_question(tmp_path: Path) -> None:
    """Protects the one keyboard of a chat: the menu that stood open before a long outage has none any more."""
    channel = InProcessChannel()
    async with chatting(channel, tmp_path) as bot:
        await begin(bot)
        await bot.say(ANNA, "/list")
        (told,) = await come_back(bot, make_outage())
        assert "What is the diagnosis?" in told
        assert count_with_buttons(channel) == 1
        await bot.tap(ANNA, "T-ALL")
        assert set(bot.list_answers(ANNA)) == {"age_days", "diagnosis"}


@pytest.mark.asyncio
async def test_a_chat_that_was_answered_since_is_left_alone(tmp_path: Path) -> None:
    """Protects whoever wrote first: what they said is answered already, and so they know where they are."""
    channel = InProcessChannel()
    async with chatting(channel, tmp_path) as bot:
        await begin(bot)
        back: datetime = now() - timedelta(minutes=1)
        assert await come_back(bot, Outage(back - timedelta(hours=1), back)) == []
