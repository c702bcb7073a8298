"""One clock for the limits on rates: nobody is muted for what other clocks say, and nothing is dropped in silence."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from chatting import ANNA, BEN, Chatting, chatting, list_texts, now
from patience import calm_seconds, until
from stores import KEY, place

from bot.channels.channel_event import ChannelEvent
from bot.channels.handling import phrases
from bot.channels.handling.mute_ends import MuteEnds
from bot.channels.handling.rate_limits import STRANGERS, WAITS, RateLimits
from bot.channels.rate import EventRate
from bot.workbench.layers.in_process_channel import InProcessChannel
from dialogs.rules.answers import Known
from storage.features.members import Members
from storage.model.errors import Unavailable
from storage.model.people import AccountName
from storage.model.stored import InboundEvent
from storage.opening.opening import open_store
from storage.unit_of_work.batch import EventHandler, EventResult
from storage.unit_of_work.unit_of_work import UnitOfWork
from storage.unit_of_work.writer_thread import Writer

AGE = "How old was the infant"
HOURS_AGO = timedelta(hours=3)


def quick(mute_seconds: float = 0.3) -> RateLimits:
    """Returns limits that a test meets soon: ten at once, then some a second, and a short mute."""
    return RateLimits(EventRate(10, 0.15), mute_seconds=mute_seconds)


def strict() -> RateLimits:
    """Returns limits with a mute that outlasts a test."""
    return RateLimits(EventRate(10, 100))


def find_count(text: str) -> int:
    """Returns how many messages and taps were not taken, as a text tells it."""
    found = re.match(re.escape(phrases.HEARD_AGAIN).replace(r"\{count\}", r"(\d+)"), text)
    return int(found[1]) if found else 0


def list_counts(bot: Chatting, address: str) -> list[int]:
    """Returns how many messages and taps were not taken, of each time at which a person was told so."""
    return [count for text in list_texts(bot.channel, address) if (count := find_count(text))]


def count_limited(bot: Chatting) -> float:
    """Returns how many events were not taken."""
    return bot.count('turns_total{ending="limited"}')


def count_taken(bot: Chatting, ending: str = "command") -> float:
    """Returns how many events had an ending."""
    return bot.count(f'turns_total{{ending="{ending}"}}')


# one clock


@pytest.mark.asyncio
@pytest.mark.parametrize("skew", [-120, -20, 20, 120], ids="{} s".format)
async def test_a_clock_that_differs_from_ours_mutes_nobody(skew: int, tmp_path: Path) -> None:
    """Protects people where our host runs ahead of the channel or behind it: messages have dates, taps none."""
    async with chatting(InProcessChannel(), tmp_path, limits=RateLimits()) as bot:
        await bot.let_in(ANNA)
        asking = bot.channel.chats[ANNA][-1]
        for _ in range(5):
            bot.channel.say(ANNA, "/why", sent_at=now() + timedelta(seconds=skew))
            bot.channel.tap(ANNA, asking.receipt, "00" * 8 + " 1 key")
        await bot.is_quiet()
        assert count_limited(bot) == 0
        assert count_taken(bot) == 5
        assert phrases.TOO_MUCH not in list_texts(bot.channel, ANNA)


@pytest.mark.asyncio
@pytest.mark.parametrize("hours", [-24, 24], ids="{} h".format)
async def test_a_clock_that_is_set_while_the_bot_runs_mutes_nobody(hours: int, tmp_path: Path) -> None:
    """Protects people whose bot's machine has its clock set."""
    async with chatting(InProcessChannel(), tmp_path, limits=RateLimits()) as bot:
        await bot.let_in(ANNA)
        await bot.say(ANNA, *["/why"] * 3)
        bot.service.handler.now = lambda: now() + timedelta(hours=hours)
        await bot.say(ANNA, *["/why"] * 3)
        bot.service.handler.now = now
        await bot.say(ANNA, *["/why"] * 3)
        assert count_limited(bot) == 0
        assert count_taken(bot) == 9


@pytest.mark.thinned(3)
@pytest.mark.asyncio
@pytest.mark.parametrize("messages", [35, 100])
@pytest.mark.parametrize("sent_at", [lambda: now() - HOURS_AGO, lambda: None], ids=["with dates", "without"])
async def test_what_waited_through_an_outage_is_all_taken(
    messages: int, sent_at: Callable[[], datetime | None], tmp_path: Path
) -> None:
    """Protects honest people's backlog: what was sent within a minute, hours ago, comes in an instant."""
    channel = InProcessChannel()
    async with chatting(channel, tmp_path, limits=RateLimits()) as bot:
        await bot.let_in(ANNA)
        await bot.say(ANNA, "120 days")
    for _ in range(messages):
        channel.say(ANNA, "/why", sent_at=sent_at())
    async with chatting(channel, tmp_path, limits=RateLimits()) as bot:
        await bot.is_quiet()
        await bot.say(ANNA, "/help")
        assert count_limited(bot) == 0
        assert count_taken(bot) == messages + 1
        assert phrases.TOO_MUCH not in list_texts(channel, ANNA)


@pytest.mark.asyncio
async def test_an_old_backlog_after_a_tap_is_taken(tmp_path: Path) -> None:
    """Protects a person whose tap comes first, before messages of hours ago: the tap has no date, and they have one."""
    async with chatting(InProcessChannel(), tmp_path, limits=RateLimits()) as bot:
        await bot.let_in(ANNA)
        for _ in range(10):
            bot.channel.tap(ANNA, bot.channel.chats[ANNA][-1].receipt, "00" * 8 + " 1 key")
            bot.channel.say(ANNA, "/why", sent_at=now() - HOURS_AGO)
        await bot.is_quiet()
        assert (count_limited(bot), count_taken(bot)) == (0, 10)


@pytest.mark.asyncio
async def test_an_edit_of_a_message_of_last_week_mutes_nobody(tmp_path: Path) -> None:
    """Protects whoever corrects an old message: its date is that of the message, and not of the edit."""
    async with chatting(InProcessChannel(), tmp_path, limits=RateLimits()) as bot:
        await bot.let_in(ANNA)
        said = bot.channel.say(ANNA, "/why", sent_at=now())
        await bot.is_quiet()
        edit = replace(said, id="edited", is_edit=True, sent_at=now() - timedelta(days=7))
        bot.channel.bring_again(edit.id, edit)
        bot.channel.say(ANNA, "120 days", sent_at=now())
        await bot.is_quiet()
        assert phrases.EDITED in list_texts(bot.channel, ANNA)
        assert bot.list_answers(ANNA) == {"age_days": Known(120)}
        assert count_limited(bot) == 0


# a flood


@pytest.mark.asyncio
async def test_who_is_a_little_too_quick_waits_and_is_taken(tmp_path: Path) -> None:
    """Protects people just over the limit: what they say waits for a moment, and none of it is lost."""
    async with chatting(InProcessChannel(), tmp_path, limits=quick()) as bot:
        await bot.let_in(ANNA)
        for _ in range(9 + WAITS.burst):
            bot.channel.say(ANNA, "/why")
        await bot.is_quiet()
        assert (count_limited(bot), count_taken(bot)) == (0, 9 + WAITS.burst)


@pytest.mark.asyncio
async def test_a_flood_is_told_before_and_after_with_its_number_and_the_question(tmp_path: Path) -> None:
    """Protects "nothing is dropped in silence": each thing said is answered, or it is in the number that is told."""
    async with chatting(InProcessChannel(), tmp_path, limits=quick()) as bot:
        await bot.let_in(ANNA)
        for _ in range(60):
            bot.channel.say(ANNA, "/why")
        await bot.is_quiet()
        assert list_counts(bot, ANNA) == []
        assert list_texts(bot.channel, ANNA)[-1] == phrases.TOO_MUCH
        await until(lambda: list_counts(bot, ANNA))
        await bot.is_quiet()
        assert list_counts(bot, ANNA) == [60 - count_taken(bot)]
        assert count_limited(bot) == 60 - count_taken(bot) > 10
        texts = list_texts(bot.channel, ANNA)
        assert texts.count(phrases.TOO_MUCH) == 1
        assert find_count(texts[-1])
        assert AGE in texts[-1]
        assert [bool(shown.message.buttons) for shown in bot.channel.chats[ANNA] if shown.message.number][:-1].count(
            True
        ) == 0
        await bot.say(ANNA, "120 days")
        assert bot.list_answers(ANNA) == {"age_days": Known(120)}


@pytest.mark.asyncio
async def test_a_flood_holds_up_nobody_else(tmp_path: Path) -> None:
    """Protects everybody else: they are answered at once while one person's flood waits."""
    async with chatting(InProcessChannel(), tmp_path, limits=RateLimits(EventRate(5, 0.2))) as bot:
        await bot.let_in(ANNA)
        await bot.let_in(BEN)
        async with calm_seconds() as gone_by:
            for _ in range(100):
                bot.channel.say(ANNA, "/why")
            bot.channel.say(BEN, "120 days")
            await until(lambda: any("120 days" in text for text in list_texts(bot.channel, BEN)))
            assert gone_by() < 1
            assert len(bot.channel.untaken) > 80, "Anna's flood waits"
            await bot.is_quiet()
            assert gone_by() < WAITS.burst * 0.2 + 2, "and it is over soon, since the rest of it is passed over"


@pytest.mark.asyncio
async def test_a_flood_with_nothing_open_is_told_alone(tmp_path: Path) -> None:
    """Protects the number where there is no question to be asked again."""
    async with chatting(InProcessChannel(), tmp_path, limits=quick()) as bot:
        await bot.let_in(ANNA)
        await bot.say(ANNA, "120 days", "forget")
        await bot.tap(ANNA, bot.channel.chats[ANNA][-1].message.buttons[1].label)
        assert not bot.channel.chats[ANNA][-1].message.number
        for _ in range(60):
            bot.channel.say(ANNA, "/invite")
        await until(lambda: list_counts(bot, ANNA))
        assert find_count(list_texts(bot.channel, ANNA)[-1])


@pytest.mark.asyncio
async def test_a_flood_of_a_stranger_is_answered_by_nothing(tmp_path: Path) -> None:
    """Protects "strangers still learn nothing", and that they wait for nothing."""
    async with chatting(InProcessChannel(), tmp_path, limits=quick()) as bot:
        for _ in range(200):
            bot.channel.say(BEN, "hello")
        await bot.is_quiet()
        await asyncio.sleep(0.4)
        assert bot.channel.chats[BEN] == []
        assert count_taken(bot, "unknown_sender") == STRANGERS.burst


@pytest.mark.asyncio
async def test_whoever_was_revoked_is_told_nothing_of_a_mute(tmp_path: Path) -> None:
    """Protects "strangers learn nothing" for whoever is one since a moment ago."""
    async with chatting(InProcessChannel(), tmp_path, limits=RateLimits(EventRate(2, 100))) as bot:
        await bot.let_in(ANNA)
        await bot.say(ANNA, "120 days")
        shown = len(bot.channel.chats[ANNA])
        bot.store.take(
            bot.inbound(BEN), lambda uow: Members(uow).revoke(Members(uow).make_reference(AccountName(ANNA)))
        )
        await bot.say(ANNA, *["/why"] * 3)
        assert len(bot.channel.chats[ANNA]) == shown
        assert count_limited(bot) == 0


@pytest.mark.asyncio
async def test_what_is_brought_again_counts_once(tmp_path: Path) -> None:
    """Protects the number: an event that comes twice is one thing said, whether it was taken or passed over."""
    async with chatting(InProcessChannel(), tmp_path, limits=quick(mute_seconds=1)) as bot:
        await bot.let_in(ANNA)
        said = [bot.channel.say(ANNA, "/why") for _ in range(40)]
        await bot.is_quiet()
        for event in said:
            bot.channel.bring_again(event.id, event)
        await bot.is_quiet()
        await until(lambda: list_counts(bot, ANNA))
        assert list_counts(bot, ANNA) == [40 - count_taken(bot)]
        for event in said:
            bot.channel.bring_again(event.id, event)
        await bot.is_quiet()
        assert count_taken(bot) == 40 - list_counts(bot, ANNA)[0], "what was said to be passed over stays so"
        assert list_texts(bot.channel, ANNA).count(phrases.TOO_MUCH) == 1


@pytest.mark.asyncio
async def test_a_bot_that_leaves_in_order_ends_its_mutes_before(tmp_path: Path) -> None:
    """Protects whoever is muted when the bot is started anew: the number and the question are told before."""
    channel = InProcessChannel()
    async with chatting(channel, tmp_path, limits=strict()) as bot:
        await bot.let_in(ANNA)
        for _ in range(60):
            channel.say(ANNA, "/why")
        await bot.is_quiet()
    assert list_counts(bot, ANNA) == [60 - count_taken(bot)]
    assert AGE in list_texts(channel, ANNA)[-1]


@pytest.mark.asyncio
async def test_a_bot_that_dies_has_told_before_what_it_passed_over(tmp_path: Path) -> None:
    """Protects "the first notice is committed": after a kill it is shown, and the next thing said is taken."""
    channel = InProcessChannel()
    async with chatting(channel, tmp_path, limits=strict()) as bot:
        await bot.let_in(ANNA)
        bot.outbox.is_dead = True  # from here on nothing is noted, so that the next process shows it
        for _ in range(60):
            channel.say(ANNA, "/why")
        await until(lambda: not channel.untaken)
        assert count_limited(bot) > 30
        await bot.die()
    channel.chats[ANNA].clear()
    async with chatting(channel, tmp_path, limits=quick()) as bot:
        await until(lambda: phrases.TOO_MUCH in list_texts(channel, ANNA))
        await bot.say(ANNA, "120 days")
        assert bot.list_answers(ANNA) == {"age_days": Known(120)}


@pytest.mark.asyncio
async def test_nobody_is_muted_who_could_not_be_told(tmp_path: Path) -> None:
    """Protects "told in advance" while the database is locked: the event is brought again, and told then."""
    async with chatting(InProcessChannel(), tmp_path, limits=strict()) as bot:
        await bot.let_in(ANNA)
        await bot.say(ANNA, *["/why"] * 9)
        handler, writer = bot.service.handler, bot.service.handler.writer
        handler.writer = LockedWriter(writer)  # type: ignore[assignment]
        bot.channel.say(ANNA, "/why")
        await until(lambda: handler.writer.is_asked)  # type: ignore[attr-defined]
        assert handler.admissions.limits is not None
        assert not handler.admissions.limits.mutes.muted
        handler.writer = writer
        await bot.is_quiet()
        assert list_texts(bot.channel, ANNA).count(phrases.TOO_MUCH) == 1
        assert set(handler.admissions.limits.mutes.muted) == {ANNA}
        assert (count_limited(bot), count_taken(bot)) == (1, 9)


# the end of a mute, where the database fails


class LockedWriter:
    """A writer whose database keeps nothing for now."""

    def __init__(self, writer: Writer) -> None:
        self.store = writer.store
        self.is_asked = False

    async def take(self, *_: object) -> EventResult:
        """See `Writer`."""
        self.is_asked = True
        raise Unavailable("the database is locked")


class FailingWriter(Writer):
    """A writer whose database cannot keep some events at first."""

    failures = 0
    given: tuple[InboundEvent, ...] = ()

    async def take(self, inbound: InboundEvent, handle: EventHandler) -> EventResult:
        """See `Writer`."""
        self.given = (*self.given, inbound)
        if self.failures:
            self.failures -= 1
            raise Unavailable("the database is locked")
        return await super().take(inbound, handle)


def fails(*_: Any, **__: Any) -> None:
    """Fails as a damaged screening does."""
    raise ValueError("damaged")


def ask(uow: UnitOfWork, told: str, **_: Any) -> None:
    """Stands for the question; what is told is checked by its caller."""
    assert find_count(told) == 3
    uow.enqueue([])


@pytest.mark.asyncio
@pytest.mark.parametrize("is_leaving", [False, True])
async def test_the_end_of_a_mute_is_tried_until_it_is_kept(is_leaving: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a row
    """Protects the number while the database is locked: what is said meanwhile is in it. A bot that leaves gives up."""
    event, told = ChannelEvent("event-1", ANNA, AccountName(ANNA)), list[str]()
    limits = RateLimits(mute_seconds=0.01)
    with FailingWriter(open_store(place(tmp_path), KEY, now())) as writer:
        writer.failures = 1
        ends = MuteEnds(writer, ask, told.append, now)
        ends.begin(limits, event)
        await until(lambda: not writer.failures)
        limits.admit(ANNA)
        limits.admit(ANNA)
        if is_leaving:
            writer.failures = 1
            await ends.end_all()
            assert limits.mutes.end(ANNA) == 3
            assert told == []
        else:
            await until(lambda: told)
            assert told == [ANNA]
            assert limits.mutes.end(ANNA) == 0
        assert {each.id for each in writer.given} == {"heard again:event-1"}
    writer.store.close()


@pytest.mark.asyncio
async def test_the_number_is_told_where_the_question_cannot_be_asked(tmp_path: Path) -> None:
    """Protects the number from a fault of ours, as a damaged screening is one."""
    channel = InProcessChannel()
    async with chatting(channel, tmp_path) as bot:
        await bot.let_in(ANNA)
        ends = MuteEnds(bot.service.writer, fails, bot.service.handler.notify, now)
        ends.begin(RateLimits(mute_seconds=0.01), ChannelEvent("event-0", ANNA, AccountName(ANNA)))
        await until(lambda: list_counts(bot, ANNA))
        assert list_counts(bot, ANNA) == [1]
