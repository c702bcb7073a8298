"""The contract for channels, tried once, with a channel in this process: what each promise of contract.py comes to."""

import asyncio
import os
from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any

import pytest
from chatting import ANNA, BEN, chatting, copy_last, list_texts, now
from outages import make_outage
from patience import until

from bot import phrases as session_phrases
from bot.channels.backoff import Backoff
from bot.channels.channel_event import ChannelEvent, Membership
from bot.channels.handling import phrases
from bot.channels.handling.intake import EventId, Intake
from bot.channels.handling.rate_limits import RateLimits
from bot.channels.rate import EventRate, SendRates
from bot.channels.refusal import RefusalMeaning, SendRefusal
from bot.channels.sending.rendering import fit_message
from bot.channels.service import outage
from bot.channels.service.heartbeat_file import Presence
from bot.config.errors import UsageFault
from bot.workbench.layers.in_process_channel import EVERYTHING, UNHURRIED, WELCOME, CallFault, InProcessChannel
from dialogs.conversation.blocks import Paragraph, Section
from dialogs.conversation.messages import Button, make_menu
from dialogs.phrases import UNSEEN
from dialogs.rules.answers import Known
from storage.features.members import Role
from storage.model.errors import Unavailable
from storage.model.people import AccountName
from storage.model.stored import InboundEvent
from storage.outbox.lease_cache import LEASE_SECONDS
from storage.unit_of_work.batch import EventHandler, EventResult

AGE = "How old was the infant"
CARL = ANNA.replace("anna", "carl")


def fails(meaning: RefusalMeaning, seconds: float = 0.0, *, is_late: bool = False) -> CallFault:
    """Returns a fault of the channel."""
    return CallFault(SendRefusal(meaning, "server", "a fault", seconds), is_late=is_late)


# intake


class Taking:
    """Takes raw events; those of a slow chat wait, and each fails twice before it is taken."""

    def __init__(self) -> None:
        self.taken: dict[str, list[str | None]] = defaultdict(list)
        self.tries: dict[str, int] = defaultdict(int)
        self.slow: dict[str, asyncio.Event] = {}
        self.dead_letters: list[tuple[EventId, str]] = []
        self.random = Random(3)

    async def take(self, event: ChannelEvent) -> None:
        """Takes an event."""
        if event.chat in self.slow:
            await self.slow[event.chat].wait()
        await asyncio.sleep(self.random.random() / 200)
        self.tries[event.id] += 1
        if self.tries[event.id] <= 2:
            raise Unavailable("the database is locked")
        self.taken[event.chat].append(event.text)

    async def add_dead_letter(self, event_id: EventId, word: str) -> None:
        """Notes a dead letter."""
        self.dead_letters.append((event_id, word))


@pytest.mark.asyncio
async def test_events_of_a_chat_are_taken_in_order_and_no_chat_waits_for_another() -> None:
    """Protects "order within a chat, different chats at once", also where the database cannot keep them at first."""
    channel, taking, stopping = InProcessChannel(), Taking(), asyncio.Event()
    taking.slow[ANNA] = asyncio.Event()
    intake = Intake(taking.take, taking.add_dead_letter, lambda _: None, channel.find_chat, waits=Backoff(0.001, 0.002))
    for number in range(8):
        channel.say(ANNA, f"{number}")
        channel.say(BEN, f"{number}")
    bringing = asyncio.create_task(channel.bring(intake, stopping))
    await until(lambda: len(taking.taken[BEN]) == 8)
    assert not taking.taken[ANNA]
    taking.slow[ANNA].set()
    await until(lambda: not channel.untaken)
    stopping.set()
    await bringing
    assert taking.taken == {chat: [f"{number}" for number in range(8)] for chat in (ANNA, BEN)}
    assert taking.dead_letters == []


@pytest.mark.asyncio
async def test_an_event_is_taken_once_by_its_id(tmp_path: Path) -> None:
    """Protects "taken once": the same event, brought again, records nothing and says nothing."""
    async with chatting(InProcessChannel(), tmp_path) as bot:
        await bot.let_in(ANNA)
        event = bot.channel.say(ANNA, "120 days")
        await bot.is_quiet()
        before = list_texts(bot.channel, ANNA)
        for _ in range(2):
            bot.channel.bring_again(event.id, event)
            await bot.is_quiet()
        assert list_texts(bot.channel, ANNA) == before
        assert bot.count('turns_total{ending="duplicate"}') == 2


@pytest.mark.asyncio
async def test_what_cannot_be_read_is_a_dead_letter_and_nothing_waits_behind_it(tmp_path: Path) -> None:
    """Protects "a dead letter, and nothing waits behind it", and that it is counted."""
    async with chatting(InProcessChannel(), tmp_path) as bot:
        await bot.let_in(ANNA)
        bot.channel.bring_again("garbled", "no event at all")
        await bot.say(ANNA, "120 days")
        assert bot.list_answers(ANNA) == {"age_days": Known(120)}
        assert bot.count('updates_put_aside_total{why="unparsable"}') == 1
        assert bot.count('updates_total{fate="put_aside"}') == 1


@pytest.mark.asyncio
async def test_whoever_was_not_let_in_learns_nothing(tmp_path: Path) -> None:
    """Protects "whoever was not learns nothing", and the welcome of the channel for whoever was."""
    async with chatting(InProcessChannel(), tmp_path) as bot:
        await bot.say(BEN, "hello", "/start nothing", "list")
        await bot.let_in(ANNA)
        assert list_texts(bot.channel, BEN) == []
        assert list_texts(bot.channel, ANNA)[0].startswith(WELCOME)


@pytest.mark.asyncio
async def test_too_much_is_told_once_and_not_recorded(tmp_path: Path) -> None:
    """Protects the limits, which are the same on every channel."""
    async with chatting(InProcessChannel(), tmp_path, limits=RateLimits(EventRate(2, 1_000))) as bot:
        await bot.let_in(ANNA)
        await bot.say(ANNA, "120 days", "T-ALL", "new")
        assert set(bot.list_answers(ANNA)) == {"age_days"}
        assert list_texts(bot.channel, ANNA).count(phrases.TOO_MUCH) == 1
        assert bot.count('turns_total{ending="limited"}') == 2


# sending


@pytest.mark.asyncio
async def test_a_failed_message_is_tried_again_and_keeps_its_place(tmp_path: Path) -> None:
    """Protects "at least once, in order": a fault before it is shown delays a message, one after it shows it twice."""
    channel = InProcessChannel()
    async with chatting(channel, tmp_path) as bot:
        channel.faults += [fails(RefusalMeaning.AGAIN), fails(RefusalMeaning.AGAIN), None]
        channel.faults.append(fails(RefusalMeaning.AGAIN, is_late=True))
        bot.come(ANNA)
        channel.say(ANNA, "/log")
        await until(lambda: len(channel.chats[ANNA]) == 3)
        first, *told = list_texts(channel, ANNA)
        assert first.startswith(WELCOME)
        assert AGE in first
        assert told == [session_phrases.LOG_NOT_COORDINATOR] * 2
        await until(lambda: bot.count("messages_sent_total") == 2)
        assert bot.count('messages_retried_total{why="server"}') == 3


@pytest.mark.asyncio
async def test_a_message_that_is_never_taken_is_dropped_and_the_next_one_comes(tmp_path: Path) -> None:
    """Protects "dropped and counted", so that the chat goes on; so does what fails again and again.

    What is refused once comes plainly; only what is refused in that form, and as a sentence too, is dropped.
    """
    channel = InProcessChannel()
    async with chatting(channel, tmp_path) as bot:
        channel.faults += [fails(RefusalMeaning.NEVER)] * 3
        await bot.let_in(ANNA)
        assert list_texts(channel, ANNA) == []
        await bot.say(ANNA, "/start")
        assert [AGE in text for text in list_texts(channel, ANNA)] == [True]
        channel.faults.append(fails(RefusalMeaning.NEVER))
        await bot.let_in(CARL)
        (plain,) = list_texts(channel, CARL)
        assert plain.startswith(WELCOME)
        assert AGE in plain
        assert session_phrases.TYPE_INSTEAD in plain
        channel.faults += [fails(RefusalMeaning.AGAIN)] * 6
        bot.come(BEN)
        await until(lambda: len(channel.faults) < 6)
        await bot.say(BEN, "/start")
        await until(lambda: AGE in "".join(list_texts(channel, BEN)))
        assert WELCOME not in "".join(list_texts(channel, BEN))
        assert bot.count('messages_dropped_total{why="server"}') == 5


@pytest.mark.asyncio
async def test_a_chat_that_is_told_to_wait_waits_and_holds_no_other_up(tmp_path: Path) -> None:
    """Protects "waits as long as the channel was told", and "one chat that has to wait holds up no other"."""
    channel = InProcessChannel()
    async with chatting(channel, tmp_path) as bot:
        channel.faults.append(fails(RefusalMeaning.WAIT, 0.6))
        begun = monotonic()
        bot.come(ANNA)
        await until(lambda: not channel.faults)
        bot.come(BEN)
        await until(lambda: AGE in "".join(list_texts(channel, BEN)))
        assert channel.chats[ANNA] == []
        await until(lambda: channel.chats[ANNA])
        assert monotonic() - begun >= 0.6


@pytest.mark.asyncio
async def test_an_event_that_the_database_cannot_keep_counts_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects an answer during an outage: trying again is not saying much, whoever is a stranger to this process."""
    channel = InProcessChannel()
    async with chatting(channel, tmp_path, limits=RateLimits()) as bot:
        await bot.let_in(ANNA)
        bot.service.handler.admissions.limits = RateLimits(EventRate(2, 1_000), EventRate(2, 1_000))
        take, tries = bot.service.writer.take, count()

        async def fail_often(inbound: InboundEvent, handle: EventHandler) -> EventResult:
            if next(tries) < 9:
                raise Unavailable("not now")
            return await take(inbound, handle)

        monkeypatch.setattr(bot.service.writer, "take", fail_often)
        said = ChannelEvent("once", ANNA, AccountName(ANNA), 99, "120 days")
        for _ in range(9):
            with pytest.raises(Unavailable):
                await bot.service.handler.take(said)
        await bot.service.handler.take(said)
        assert set(bot.list_answers(ANNA)) == {"age_days"}


@pytest.mark.asyncio
async def test_messages_keep_to_the_rates_of_the_channel(tmp_path: Path) -> None:
    """Protects pacing by what the channel declares: two messages at once here, and then one in 0.3 seconds."""
    channel = InProcessChannel(rates=SendRates(EventRate(2, 0.3), UNHURRIED.in_all))
    async with chatting(channel, tmp_path) as bot:
        await bot.let_in(ANNA)
        shown_at = monotonic()
        for _ in range(3):
            channel.say(ANNA, "/log")
        await until(lambda: len(channel.chats[ANNA]) == 4)
        assert monotonic() - shown_at >= 2 * 0.3 - 0.1


@pytest.mark.asyncio
async def test_a_blocked_chat_keeps_its_messages_until_its_person_is_back(tmp_path: Path) -> None:
    """Protects "keeps its messages until its person is back", told by the channel or by an event of the person."""
    channel = InProcessChannel()
    async with chatting(channel, tmp_path) as bot:
        channel.faults.append(fails(RefusalMeaning.GONE))
        await bot.let_in(ANNA)
        assert channel.chats[ANNA] == []
        assert bot.count("chats_blocked_total") == 1
        channel.bring_again("back", Membership(ANNA, may_be_written_to=True))
        await bot.is_quiet()
        (greeting,) = list_texts(channel, ANNA)
        assert greeting.startswith(WELCOME)
        channel.bring_again("gone", Membership(ANNA, may_be_written_to=False))
        await bot.is_quiet()
        channel.faults.append(fails(RefusalMeaning.GONE))
        await bot.service.handler.ask_open_question(ANNA, make_outage())
        await bot.is_quiet()
        assert phrases.AFTER_OUTAGE not in "\n".join(list_texts(channel, ANNA))
        await bot.say(ANNA, "why")
        assert phrases.AFTER_OUTAGE in "\n".join(list_texts(channel, ANNA))


@pytest.mark.asyncio
async def test_a_channel_that_does_not_know_us_ends_the_service(tmp_path: Path) -> None:
    """Protects an operator from a bot that is silent: what the channel says is told, and nothing is lost."""
    channel = InProcessChannel()
    channel.faults.append(fails(RefusalMeaning.LOCKED_OUT))
    channel.is_locked_out = True
    with pytest.raises(UsageFault, match=channel.locked_out):
        await come_and_wait_for_the_end(channel, tmp_path)
    async with chatting(channel, tmp_path):
        await until(lambda: channel.chats[ANNA])


@pytest.mark.asyncio
async def test_a_lockout_that_is_not_confirmed_ends_nothing(tmp_path: Path) -> None:
    """Protects "messages wait": however often the channel refuses us, they come in order, and none is given up."""
    channel = InProcessChannel()
    async with chatting(channel, tmp_path) as bot:
        channel.faults += [fails(RefusalMeaning.LOCKED_OUT)] * 8  # more than there are attempts
        channel.faults += [fails(RefusalMeaning.AGAIN)] * 3
        bot.come(ANNA)
        await until(lambda: channel.chats[ANNA])
        (greeting,) = list_texts(channel, ANNA)
        assert greeting.startswith(WELCOME)
        assert bot.count('messages_dropped_total{why="server"}') == 0
        assert not bot.serving.done()


async def come_and_wait_for_the_end(channel: InProcessChannel, folder: Path) -> None:
    """Lets somebody in, and waits until the service ends by itself."""
    async with chatting(channel, folder) as bot:
        await bot.let_in(ANNA)
        await asyncio.wait({bot.serving}, timeout=5)


# questions, files, outages


@pytest.mark.asyncio
async def test_an_answered_question_shows_its_answer_and_loses_its_buttons(tmp_path: Path) -> None:
    """Protects the closing of questions, by words and by a tap, which is acknowledged; a late tap changes nothing."""
    channel = InProcessChannel()
    async with chatting(channel, tmp_path) as bot:
        await bot.let_in(ANNA)
        await bot.say(ANNA, "120 days")
        asking = copy_last(channel, ANNA)
        await bot.tap(ANNA, "T-ALL")
        assert len(channel.acknowledged) == 1, "a tap"
        assert "T-ALL" in next(each.message.text for each in channel.chats[ANNA] if each.receipt == asking.receipt)
        assert [bool(each.message.buttons) for each in channel.chats[ANNA]].count(True) == 1
        await bot.tap(ANNA, "B-cell MPAL", asking)
        assert bot.list_answers(ANNA)["diagnosis"] == Known("t_all")
        assert bot.count('taps_refused_total{why="stale"}') == 1


@pytest.mark.asyncio
async def test_a_channel_with_toasts_answers_a_late_tap_by_one(tmp_path: Path) -> None:
    """Protects "a tap that changes nothing is told": by a line that passes, or in one message where that cannot be."""
    channel = InProcessChannel(replace(EVERYTHING, toasts=True))
    async with chatting(channel, tmp_path) as bot:
        await bot.let_in(ANNA)
        await bot.say(ANNA, "120 days")
        asking = copy_last(channel, ANNA)
        await bot.tap(ANNA, "T-ALL")
        before = len(channel.chats[ANNA])
        await bot.tap(ANNA, "B-cell MPAL", asking)
        (toast,) = channel.toasts
        assert "Recorded there: Diagnosis: T-ALL." in toast
        assert len(channel.chats[ANNA]) == before
        channel.shows_toasts = False
        await bot.tap(ANNA, "B-cell MPAL", asking)
        await until(lambda: len(channel.chats[ANNA]) > before)
        assert list_texts(channel, ANNA)[before:] == [toast]
        assert bot.count('taps_refused_total{why="stale"}') == 2


@pytest.mark.asyncio
async def test_a_file_comes_when_it_is_asked_for(tmp_path: Path) -> None:
    """Protects files on every channel that can send them."""
    channel = InProcessChannel()
    async with chatting(channel, tmp_path) as bot:
        await bot.let_in(ANNA)
        await bot.say(ANNA, "120 days", "pdf")
        (sent,) = [each.file for each in channel.chats[ANNA] if each.file is not None]
        assert sent.content == b"made"


@pytest.mark.asyncio
async def test_after_an_outage_open_questions_of_the_channel_are_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects "after an outage, open questions are asked again", and the chats of another channel from that."""
    monkeypatch.setattr(outage, "SETTLING_SECONDS", 0.0)
    channel, other = InProcessChannel(), InProcessChannel()
    other.name = "other"
    async with chatting(channel, tmp_path) as bot:
        await bot.let_in(ANNA)
    async with chatting(other, tmp_path) as bot:
        await bot.let_in("other:anna")
    await asyncio.sleep(1)  # what is sent within the second in which a process is there was sent since
    Presence(tmp_path / "serving").beat()
    os.utime(tmp_path / "serving", ((now() - timedelta(minutes=10)).timestamp(),) * 2)
    async with chatting(channel, tmp_path):
        await until(lambda: phrases.AFTER_OUTAGE in "\n".join(list_texts(channel, ANNA)))
        await asyncio.sleep(0.2)
    async with chatting(other, tmp_path):
        await asyncio.sleep(0.2)
    assert phrases.AFTER_OUTAGE not in "\n".join(list_texts(other, "other:anna"))


@pytest.mark.asyncio
async def test_a_restart_in_the_middle_loses_nothing(tmp_path: Path) -> None:
    """Protects "nothing lost" from a process that dies while a message is on its way, and while events come.

    What was written before the question was shown is no answer to it; the question says so when it comes, once.
    """
    channel = InProcessChannel()
    send, on_its_way = channel.send, asyncio.Event()

    async def hang(*_: Any) -> None:
        on_its_way.set()
        await asyncio.sleep(60)

    async with chatting(channel, tmp_path) as bot:
        await bot.let_in(ANNA)
        channel.send = hang  # type: ignore[method-assign, assignment]  # nothing comes back for a while
        channel.say(ANNA, "120 days")
        await on_its_way.wait()
        channel.say(ANNA, "B-precursor ALL")
        await until(lambda: not channel.untaken)
        await bot.die()
    channel.say(ANNA, "newly diagnosed")
    channel.send = send  # type: ignore[method-assign]
    async with chatting(channel, tmp_path) as bot:
        await until(lambda: not channel.untaken and not bot.store.outbox.count_waiting(), LEASE_SECONDS / 2)
        assert bot.list_answers(ANNA) == {"age_days": Known(120)}
        shown = "\n".join(list_texts(channel, ANNA))
        assert shown.count(UNSEEN) == 1
        assert shown.index("120 days") < shown.index(UNSEEN)
        await bot.say(ANNA, "B-precursor ALL", "newly diagnosed")
        assert bot.list_answers(ANNA) == {
            "age_days": Known(120), "diagnosis": Known("b_precursor_all"), "disease_phase": Known("newly_diagnosed"),
        }  # fmt: skip


# abilities, switched off one by one


@pytest.mark.asyncio
@pytest.mark.parametrize("lacking", ["edits", "receipts"])
async def test_where_nothing_can_be_edited_questions_stay_as_they_were(tmp_path: Path, lacking: str) -> None:
    """Protects channels without edits, and those that number nothing: the dialogue goes on, and no call fails."""
    channel = InProcessChannel(replace(EVERYTHING, **{lacking: False}))
    async with chatting(channel, tmp_path) as bot:
        await bot.let_in(ANNA)
        await bot.say(ANNA, "120 days")
        asking = copy_last(channel, ANNA)
        await bot.say(ANNA, "T-ALL")
        assert asking in channel.chats[ANNA], "as it was, with its buttons"
        assert set(bot.list_answers(ANNA)) == {"age_days", "diagnosis"}
        assert bot.count('messages_dropped_total{why="bad_request"}') == 0
        await until(lambda: not bot.store.outbox.count_waiting())


@pytest.mark.asyncio
async def test_where_nothing_can_be_deleted_the_person_is_asked_to(tmp_path: Path) -> None:
    """Protects dates: a channel that cannot delete does not say that it did."""
    told: dict[bool, list[str]] = {}
    for deletes in (True, False):
        channel = InProcessChannel(replace(EVERYTHING, deletes=deletes))
        (tmp_path / f"{deletes}").mkdir()
        async with chatting(channel, tmp_path / f"{deletes}") as bot:
            await bot.let_in(ANNA)
            await bot.say(ANNA, "born 2026-01-03")
        told[deletes] = list_texts(channel, ANNA)
    assert phrases.DATE_DELETED in told[True]
    assert phrases.DATE_NOT_DELETED in told[False]
    assert phrases.DATE_DELETED not in told[False]


@pytest.mark.asyncio
async def test_where_there_are_no_buttons_choices_are_written_with_numbers_that_can_be_typed(tmp_path: Path) -> None:
    """Protects channels without buttons: every choice can be read, and typed."""
    channel = InProcessChannel(replace(EVERYTHING, buttons=False))
    async with chatting(channel, tmp_path) as bot:
        await bot.let_in(ANNA)
        await bot.say(ANNA, "120 days")
        asking = channel.chats[ANNA][-1].message
        assert not asking.buttons
        line = next(line for line in asking.text.splitlines() if line.endswith(") T-ALL"))
        await bot.say(ANNA, line.partition(")")[0])
        assert bot.list_answers(ANNA)["diagnosis"] == Known("t_all")


def test_where_nothing_folds_all_stands_open() -> None:
    """Protects what a folded section holds; where a channel folds and has buttons, a message stays as it is."""
    inner = Section("Inner", (Paragraph("reason"),), folded=True)
    message = make_menu("Which?", (Button("One", "one"),), Section("Outer", (inner,), folded=False))
    assert fit_message(message, EVERYTHING) is message
    (_, outer) = fit_message(message, replace(EVERYTHING, folding=False)).blocks
    assert outer == Section("Outer", (replace(inner, folded=False),))


@pytest.mark.asyncio
async def test_where_no_files_can_be_sent_that_is_told(tmp_path: Path) -> None:
    """Protects whoever asks for a file where none can come: what shows the report is named, and what makes the log."""
    channel = InProcessChannel(replace(EVERYTHING, files=False))
    async with chatting(channel, tmp_path) as bot:
        await bot.let_in(ANNA, Role.COORDINATOR)
        await bot.say(ANNA, "120 days", "pdf", "/log csv")
        texts = list_texts(channel, ANNA)
        assert any(text.startswith(session_phrases.NO_FILES) for text in texts)
        assert session_phrases.LOG_COMMAND in texts
        assert not any(each.file for each in channel.chats[ANNA])
