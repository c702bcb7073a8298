"""From the outbox to Telegram: in order, at least once, at Telegram's pace, whatever goes wrong on the way."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from itertools import pairwise
from random import Random
from typing import Any

import pytest
import pytest_asyncio
from messages import make_message
from outboxes import (
    FREE,
    HASTY,
    SCREENING,
    SIGNER,
    Box,
    MoodyBox,
    Waiting,
    bot_at,
    count_fate,
    now,
    people,
    sending,
    texts,
)
from patience import calm_seconds, until
from telegram import Bot
from telegram.error import BadRequest

from bot.channels.channel_event import hash_key
from bot.channels.rate import EventRate, SendRates
from bot.channels.sending.dispatcher import Sender
from bot.channels.telegram.delivery.aiohttp_request import AiohttpRequest
from bot.channels.telegram.delivery.api_errors import describe_error
from bot.channels.telegram.telegram_channel import TelegramChannel
from bot.channels.telegram.token_check import TokenCheck
from bot.config.errors import UsageFault
from bot.observability.metrics import Metrics
from bot.workbench.telegram_standin import TOKEN, Standin
from bot.workbench.telegram_standin.faults import FaultKind
from dialogs.conversation.messages import Button
from storage.model.stored import Do, Outgoing

FAULTS: tuple[FaultKind, ...] = ("internal_error", "bad_gateway", "reset_before", "reset_after")


@pytest.fixture(autouse=True)
def _delays_are_durations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets python-telegram-bot give retry_after as a duration, as its next major version does; else it warns."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.fixture
def standin() -> Iterator[Standin]:
    """A stand-in for Telegram."""
    with Standin() as running:
        yield running


@pytest_asyncio.fixture
async def bot(standin: Standin) -> AsyncIterator[Bot]:
    """A bot that is soon tired of waiting."""
    async with bot_at(standin) as opened:
        yield opened


def without_repeats(seen: list[str]) -> list[str]:
    """Returns texts without those that follow their like."""
    return [text for at, text in enumerate(seen) if at == 0 or seen[at - 1] != text]


# how a message looks


@pytest.mark.asyncio
async def test_a_long_text_with_everything_in_it_arrives_whole_and_its_buttons_can_be_tapped(
    standin: Standin, bot: Bot
) -> None:
    """Protects "careful HTML escaping; messages split within the limits". All characters come; the keyboard is last."""
    (anna,) = people(standin, 7)
    text = "\n".join(f"{at}: if a < b & c > d, then <b>no</b> &amp; 👶🏽 ≤ 10 mg/m²" for at in range(220))
    buttons = [
        Button("Yes", "is:yes"),
        Button("No", "is:no"),
        Button("Waiting for the laboratory's result", "wait" * 20),
    ]
    box = Box()
    async with sending(bot, box) as sender:
        sender.notify(box.posts(7, text, *buttons, question=3))
        await until(lambda: not box.left)
    assert len(text) > 10_000
    assert "\n".join(texts(anna)) == text
    shown = [message for message in anna.sees() if message.sender.is_bot]
    assert all(message.is_protected for message in shown)
    assert not any(message.keyboard for message in shown[:-1])
    assert [[button["text"] for button in row] for row in anna.last.keyboard or []] == [
        ["Yes", "No"],
        [buttons[2].label],
    ]
    for button, drawn in zip(buttons, anna.last.buttons(), strict=True):
        tap = SIGNER.read(7, drawn["callback_data"])
        assert tap is not None
        assert (tap.screening, tap.number, tap.key) == (SCREENING[:8], 3, hash_key(button.key))
    assert box.receipts == {1: anna.last.id}


@pytest.mark.asyncio
async def test_an_answered_question_is_edited_and_loses_its_keyboard(standin: Standin, bot: Bot) -> None:
    """Protects "the answered question is edited to show its answer". An edit that changes nothing counts as done."""
    (anna,) = people(standin, 7)
    box = Box()
    async with sending(bot, box) as sender:
        box.posts(7, "ALL?", Button("Yes", "y"), question=1)
        for _ in range(2):
            box.posts(7, "ALL?\n✓ Yes & <sure>", question=1, do=Do.EDIT)
        box.posts(7, "never asked", question=9, do=Do.EDIT)
        box.posts(7, do=Do.DELETE, target=1)
        box.posts(7, do=Do.DELETE, target=1)
        sender.notify(box.posts(7, "Next?"))
        await until(lambda: not box.left)
    assert texts(anna) == ["ALL?\n✓ Yes & <sure>", "Next?"]
    assert anna.user not in [message.sender for message in anna.sees()], "the person's own /start is deleted"
    assert not list(anna.sees()[0].buttons())
    assert count_fate(sender, "dropped") == count_fate(sender, "retried") == 0


class Overheard(AiohttpRequest):
    """The way to Telegram, on which what is said is heard."""

    heard: list[dict[str, str]]

    async def do_request(self, *arguments: Any, **named: Any) -> tuple[int, bytes]:
        """Goes on as it would."""
        if named["request_data"] is not None:
            self.heard.append(named["request_data"].json_parameters)
        return await super().do_request(*arguments, **named)


@pytest.mark.asyncio
async def test_no_link_is_previewed(standin: Standin) -> None:
    """Protects the reader from a page that Telegram would fetch and show, in a new message and in an edited one."""
    (anna,) = people(standin, 7)
    request = Overheard()
    request.heard = []
    box = Box()
    async with sending(Bot(TOKEN, standin.base_url, request=request), box) as sender:
        box.posts(7, "https://example.org/", question=1)
        sender.notify(box.posts(7, "https://example.org/a", question=1, do=Do.EDIT))
        await until(lambda: not box.left)
    await request.shutdown()
    assert texts(anna) == ["https://example.org/a"]
    assert [said["link_preview_options"] for said in request.heard] == ['{"is_disabled":true}'] * 2


@pytest.mark.asyncio
async def test_a_change_that_comes_too_late_counts_as_done(standin: Standin, bot: Bot) -> None:
    """Protects a chat from stopping at a message that is gone, is the person's, or too old for Telegram to delete."""
    (anna,) = people(standin, 7)
    box = Box()
    async with sending(bot, box) as sender:
        sender.notify(box.posts(7, "ALL?", question=1))
        await until(lambda: not box.left)
        anna.deletes(anna.last)
        standin.clock.advance(49 * 3600)
        box.posts(7, "ALL? Yes", question=1, do=Do.EDIT)
        box.posts(7, "not mine", target=1, do=Do.EDIT)
        box.posts(7, target=1, do=Do.DELETE)
        sender.notify(box.posts(7, "Next?"))
        await until(lambda: not box.left)
    assert texts(anna) == ["Next?"]
    assert standin.counters.refused["editmessagetext", 400] == 2
    assert standin.counters.refused["deletemessage", 400] == 1
    assert count_fate(sender, "dropped") == count_fate(sender, "retried") == 0


# what goes wrong


@pytest.mark.asyncio
async def test_whatever_goes_wrong_every_message_arrives_and_in_order() -> None:
    """Protects "429, 500, 502, reset, time-out after delivery on a schedule: order kept per chat". None is lost."""
    await asyncio.gather(*(everything_goes_wrong(seed) for seed in (1, 2, 3)))


async def everything_goes_wrong(seed: int) -> None:
    """Sends to eight chats while every kind of fault happens, the same ones for the same seed."""
    said = [f"message {at}" for at in range(5)]
    with Standin(seed=seed) as standin:
        everyone = people(standin, *range(10, 18))
        box = Box()
        async with bot_at(standin) as bot, sending(bot, box) as sender:
            standin.faults.next("too_many", "hang_after", methods=["sendMessage"], seconds=1)
            for kind in FAULTS:
                standin.faults.share(kind, 0.1, methods=["sendMessage"])
            for text in said:
                for person in everyone:
                    sender.notify(box.posts(person.user.id, text))
            await until(lambda: not box.left)
        happened = standin.faults.happened
        assert len(happened) == 6
        assert [without_repeats(texts(person)) for person in everyone] == [said] * len(everyone)
        repeats = sum(len(texts(person)) for person in everyone) - len(said) * len(everyone)
        assert 0 < repeats <= happened["reset_after"] + happened["hang_after"]
        assert count_fate(sender, "retried") == sum(happened.values())
        assert count_fate(sender, "sent") == len(said) * len(everyone)


@pytest.mark.asyncio
async def test_a_chat_in_trouble_holds_nobody_up(standin: Standin, bot: Bot) -> None:
    """Protects "one slow chat holds nobody up; a blocked chat stops alone"."""
    slow, broken, told, blocked, *others = people(standin, *range(1, 25))
    standin.faults.share("slow", chats=[slow.user.id], seconds=0.25)
    standin.faults.share("internal_error", chats=[broken.user.id])
    standin.faults.share("too_many", chats=[told.user.id], seconds=5)
    blocked.blocks()
    box = Box()
    async with calm_seconds() as gone_by, sending(bot, box) as sender:
        for person in (slow, broken, told, blocked, *others):
            for text in ("one", "two", "three"):
                sender.notify(box.posts(person.user.id, text))
        await until(lambda: all(texts(person) == ["one", "two", "three"] for person in others))
        assert gone_by() < 3
        assert texts(broken) == texts(told) == texts(blocked) == []
        assert box.shut == {f"telegram:{blocked.user.id}"}
        assert count_fate(sender, "blocked") == 1
        standin.faults.clear()
        blocked.unblocks()
        box.shut.clear()
        sender.notify(f"telegram:{blocked.user.id}")
        await until(lambda: all(texts(person) == ["one", "two", "three"] for person in (slow, broken, blocked)))
    assert [each.outgoing.chat for each in box.left] == [f"telegram:{told.user.id}"] * 3, (
        "it waits as it was told, also over a restart"
    )
    assert not any(each.is_leased for each in box.left)


@pytest.mark.asyncio
async def test_a_person_who_is_gone_stops_alone(standin: Standin, bot: Bot) -> None:
    """Protects "blocked users": a deleted account, and one that the bot never met, are blocked as well."""
    (gone,) = people(standin, 1)
    gone.deactivates()
    box = Box()
    async with sending(bot, box) as sender:
        sender.notify(box.posts(1, "x"))
        sender.notify(box.posts(2, "x"))
        await until(lambda: box.shut == {"telegram:1", "telegram:2"})
    assert count_fate(sender, "blocked") == 2
    assert not any(each.is_leased for each in box.waiting), "it can go as soon as the person is back"


@pytest.mark.asyncio
async def test_where_telegram_refuses_everybody_everybody_waits(standin: Standin, bot: Bot) -> None:
    """Protects "429 with its delay": at the bot's overall limit not every chat has to learn it by itself."""
    everyone = people(standin, *range(1, 41))
    standin.faults.share("too_many", seconds=1)
    box = Box()
    async with sending(bot, box, patience=replace(HASTY, in_flight=4)) as sender:
        for person in everyone:
            sender.notify(box.posts(person.user.id, "x"))
        await until(lambda: standin.faults.happened["too_many"] >= 3)
        await asyncio.sleep(0.5)
        assert standin.faults.happened["too_many"] < 10
        standin.faults.clear()
        await until(lambda: not box.left)
    assert all(texts(person) == ["x"] for person in everyone)


@pytest.mark.asyncio
async def test_a_fault_that_does_not_pass_is_given_up_in_the_end_and_noted(
    standin: Standin, bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    """Protects "never given up silently"."""
    (anna,) = people(standin, 7)
    standin.faults.next("bad_gateway", "bad_gateway", "bad_gateway", "bad_gateway")
    box = Box()
    async with sending(bot, box, patience=replace(HASTY, most_attempts=3)) as sender:
        box.posts(7, "lost")
        sender.notify(box.posts(7, "next"))
        await until(lambda: not box.left)
    assert texts(anna) == ["next"]
    assert (count_fate(sender, "retried"), count_fate(sender, "dropped")) == (3, 1)
    assert "message 1 of the outbox was dropped after 3 attempts: NetworkError" in caplog.text


def test_a_refusal_that_quotes_the_message_is_not_repeated() -> None:
    """Protects "never an answer in the logs": Telegram quotes what it cannot read."""
    assert (
        describe_error(BadRequest('can\'t parse entities: unsupported start tag "canary"'))
        == "BadRequest: can't parse entities"
    )
    assert describe_error(BadRequest("button URL 'canary' is invalid")) == "BadRequest"


@pytest.mark.asyncio
async def test_parts_that_were_sent_are_not_repeated_after_a_fault(standin: Standin, bot: Bot) -> None:
    """Protects the reader of a long text from reading half of it twice."""
    (anna,) = people(standin, 7)
    standin.faults.next(None, "internal_error", None, "bad_gateway", methods=["sendMessage"])
    box = Box()
    text = "\n\n".join(f"{at} " + "x" * 3_000 for at in range(3))
    async with sending(bot, box) as sender:
        sender.notify(box.posts(7, text))
        await until(lambda: not box.left)
    assert "\n\n".join(texts(anna)) == text
    assert count_fate(sender, "retried") == 2


@pytest.mark.asyncio
async def test_a_token_that_telegram_refuses_ends_sending_with_one_clear_line(standin: Standin) -> None:
    """Protects "a wrong token stops with one clear line", and that nothing is lost by it."""
    box = Box()
    box.posts(7, "x")
    request = AiohttpRequest()
    bot = Bot("42:another", standin.base_url, request=request)
    sender = Sender(
        TelegramChannel(bot, SIGNER, token=TokenCheck(bot, (0.01, 0.02, 0.03))),
        box,
        now=now,
        random=Random(1),
        patience=HASTY,
    )
    with pytest.raises(UsageFault, match=r"^Telegram does not know the bot's token: take it"):
        await asyncio.wait_for(sender.run(), 30)
    await request.shutdown()
    assert [(each.is_done, each.is_leased) for each in box.waiting] == [(False, False)]
    assert standin.counters.refused["getme", 401] == 3, "each check was refused"


@pytest.mark.asyncio
async def test_a_refusal_that_passes_costs_no_message_and_no_attempt(standin: Standin) -> None:
    """Protects "it stays up": a 401 that getMe does not confirm delays messages, in order, and is no attempt."""
    kind: FaultKind = "unauthorized"
    (anna,) = people(standin, 7)
    standin.faults.next(*[kind] * 4, methods={"sendMessage"})
    standin.faults.next(kind, kind, "bad_gateway", methods={"getMe"})
    box, request = Box(), AiohttpRequest()
    bot = Bot(TOKEN, standin.base_url, request=request)
    channel = TelegramChannel(bot, SIGNER, SendRates(FREE, FREE), TokenCheck(bot, (0.01, 0.02, 0.03)))
    sender = Sender(channel, box, now=now, random=Random(1), patience=replace(HASTY, most_attempts=1))
    running = asyncio.create_task(sender.run())
    for text in ("first", "second"):
        sender.notify(box.posts(7, text))
    await until(lambda: not box.left)
    sender.stop()
    await running
    await request.shutdown()
    assert texts(anna) == ["first", "second"]
    assert [each.outgoing.attempts for each in box.waiting] == [0, 0]
    assert (count_fate(sender, "dropped"), count_fate(sender, "retried")) == (0, 4)


@pytest.mark.asyncio
async def test_an_outbox_that_fails_now_and_then_loses_and_doubles_nothing(standin: Standin, bot: Bot) -> None:
    """Protects "none is lost" from the database: a message that was sent, not noted, is noted later, not sent again."""
    everyone = people(standin, 1, 2, 3)
    box = MoodyBox()
    async with sending(bot, box) as sender:
        for text in ("a", "b", "c", "d"):
            for person in everyone:
                sender.notify(box.posts(person.user.id, text))
        await until(lambda: not box.left)
    assert [texts(person) for person in everyone] == [["a", "b", "c", "d"]] * 3


# how it begins and ends


@pytest.mark.asyncio
async def test_what_a_crash_left_is_found_and_other_channels_are_left_alone(standin: Standin, bot: Bot) -> None:
    """Protects "what a crash or another process left", in more chats than there is room for at once."""
    everyone = people(standin, *range(1, 31))
    box = Box()
    for person in everyone:
        box.posts(person.user.id, "one")
        box.posts(person.user.id, "two")
    foreign = Outgoing(next(box.ids), "terminal:anna", None, make_message("x"), 0)
    box.waiting.append(Waiting(foreign))
    async with sending(bot, box, patience=replace(HASTY, in_flight=4)):
        await until(lambda: [each.outgoing for each in box.left] == [foreign])
    assert all(texts(person) == ["one", "two"] for person in everyone)


@pytest.mark.asyncio
async def test_no_more_calls_are_in_flight_than_allowed(standin: Standin, bot: Bot) -> None:
    """Protects "a bounded number of sends in flight"."""
    everyone = people(standin, *range(1, 13))
    standin.faults.share("slow", seconds=0.1)
    seen: set[int] = set()
    box = Box()

    def is_over() -> bool:
        seen.add(standin.world.busy)
        return not box.left

    async with sending(bot, box, patience=replace(HASTY, in_flight=3)) as sender:
        for person in everyone:
            sender.notify(box.posts(person.user.id, "x"))
        await until(is_over)
    assert max(seen) == 3


@pytest.mark.asyncio
async def test_stopping_finishes_what_is_in_flight_and_gives_the_rest_back(standin: Standin, bot: Bot) -> None:
    """Protects "graceful stop: nothing half-done": the next start sends each remaining message once."""
    everyone = people(standin, *range(1, 11))
    standin.faults.share("slow", seconds=0.15)
    box = Box()
    async with sending(bot, box, patience=replace(HASTY, in_flight=4)) as sender:
        for person in everyone:
            box.posts(person.user.id, "one")
            sender.notify(box.posts(person.user.id, "two"))
        await until(lambda: standin.world.busy == 4)
    assert len(box.left) == 16
    assert not any(each.is_leased for each in box.left)
    standin.faults.clear()
    async with sending(bot, box):
        await until(lambda: not box.left)
    assert all(texts(person) == ["one", "two"] for person in everyone)


@pytest.mark.asyncio
async def test_stopping_hurries_nothing_past_the_pace(standin: Standin, bot: Bot) -> None:
    """Protects "gives the rest back": what waits for its moment is neither sent before it, nor waited for."""
    first, second = people(standin, 1, 2)
    box = Box()
    async with sending(bot, box, in_all=EventRate(1, 60)) as sender:
        sender.notify(box.posts(1, "x"))
        await until(lambda: not box.left)
        sender.notify(box.posts(2, "x"))
        await until(lambda: box.left[0].is_leased)
    assert (texts(first), texts(second)) == (["x"], [])
    assert [each.is_leased for each in box.left] == [False]


@pytest.mark.asyncio
async def test_stopping_does_not_wait_for_a_call_that_hangs(standin: Standin) -> None:
    """Protects "within a few seconds": a call without an answer is given back, and may come twice."""
    people(standin, 7)
    standin.faults.share("hang_before", methods=["sendMessage"], seconds=1)
    box = Box()
    async with bot_at(standin, answer_seconds=60) as bot, calm_seconds() as gone_by:
        async with sending(bot, box, patience=replace(HASTY, stop_seconds=0.2)) as sender:
            sender.notify(box.posts(7, "x"))
            await until(lambda: standin.faults.happened["hang_before"])
            begun = gone_by()
        assert gone_by() - begun < 0.8
    assert [(each.is_done, each.is_leased) for each in box.waiting] == [(False, False)]


@pytest.mark.asyncio
async def test_a_message_is_sent_at_telegrams_pace_and_its_seconds_are_told(
    standin: Standin, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects "paced to Telegram's limits", and that what an operator sees are the seconds that a person waited."""
    (anna,) = people(standin, 7)
    metrics, waited = Metrics(), list[float | None]()
    monkeypatch.setattr(metrics, "count_sent", waited.append)
    box = Box()
    async with sending(bot, box, in_a_chat=EventRate(2, 0.3), metrics=metrics) as sender:
        for text in ("a", "b", "c", "d"):
            sender.notify(box.posts(7, text))
        await until(lambda: not box.left)
    times = standin.counters.sent[7]
    assert texts(anna) == ["a", "b", "c", "d"]
    assert times[1] - times[0] < 0.2
    assert [later - earlier > 0.2 for earlier, later in pairwise(times[1:])] == [True, True]
    known = [seconds for seconds in waited if seconds is not None]
    assert known == sorted(known)
    assert 0.5 < known[-1] < 1
