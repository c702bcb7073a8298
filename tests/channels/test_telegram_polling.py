"""Intake from Telegram by polling: confirmed only after it is committed, in the order of each chat, and never stuck."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from random import Random
from time import monotonic
from typing import Any

import pytest
import pytest_asyncio
from patience import calm_seconds, until
from taking import QUICK, Taker, polling
from telegram import Bot
from telegram.error import Conflict

from bot.channels.handling.intake import EventId, Intake
from bot.channels.telegram.token_check import CONFIRM_SECONDS, TokenCheck
from bot.channels.telegram.updates.ack_window import LIMIT, AckWindow
from bot.channels.telegram.updates.conflicts import Conflicts
from bot.channels.telegram.updates.poll_watch import DEAD_SECONDS, PollWatch
from bot.channels.telegram.updates.polling import Poller
from bot.channels.telegram.updates.update_answer import Garbled, read_updates
from bot.channels.telegram.updates.update_parser import TelegramReceiving
from bot.channels.telegram.updates.update_request import SPARE_SECONDS, Timing
from bot.config.errors import UsageFault
from bot.workbench.telegram_standin import TOKEN, Standin
from bot.workbench.telegram_standin.clients import make_client
from bot.workbench.telegram_standin.faults import FaultKind
from bot.workbench.telegram_standin.server_thread import ServerPace

FIRST = 300_000_000


@pytest.fixture(autouse=True)
def _delays_are_timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    """python-telegram-bot warns of its own delays without it."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.fixture
def standin() -> Iterator[Standin]:
    """A stand-in that does not tell conflicts late."""
    with Standin(seed=4, pace=ServerPace(conflict_seconds=0.0)) as running:
        yield running


@pytest_asyncio.fixture
async def bot(standin: Standin) -> AsyncIterator[Bot]:
    """A bot of python-telegram-bot."""
    async with make_client(standin) as opened:
        yield opened


@pytest.fixture
def taker(standin: Standin) -> Taker:
    return Taker(standin)


def left(standin: Standin) -> list[int]:
    """Returns the updates that Telegram still holds."""
    with standin.world.lock:
        return [update.id for update in standin.bot.updates]


@pytest.mark.asyncio
async def test_updates_are_taken_in_the_order_of_each_chat_and_confirmed_afterwards(
    standin: Standin, bot: Bot, taker: Taker
) -> None:
    """Protects "handled, committed, and only then acknowledged; many chats at once, each in order", if commits fail."""
    taker.random = Random(1)
    people = [standin.person(number) for number in range(1, 13)]
    async with polling(bot, taker.intake(at_once=6)):
        for number in range(25):
            for person in people:
                person.sends(str(number))
        await until(lambda: not left(standin), 10)
    assert taker.said == {person.user.id: [str(number) for number in range(25)] for person in people}
    assert taker.lost == []
    assert taker.most_at_once == 6
    assert taker.counts == {"taken": 300}


@pytest.mark.asyncio
async def test_a_slow_chat_holds_nobody_up(standin: Standin, bot: Bot, taker: Taker) -> None:
    """Protects "one slow chat holds nobody up", and its own updates wait unconfirmed."""
    taker.slow[1] = asyncio.Event()
    slow, quick = standin.person(1), standin.person(2)
    async with polling(bot, taker.intake(at_once=2)):
        for number in range(5):
            slow.sends(str(number))
            quick.sends(str(number))
        await until(lambda: len(taker.said.get(2, ())) == 5)
        quick.sends("later")
        await until(lambda: "later" in taker.said[2], 1)
        assert 1 not in taker.said
        assert left(standin) == list(range(FIRST, FIRST + 11)), (
            "the first is not committed, so nothing behind it is confirmed"
        )
        taker.slow[1].set()
        await until(lambda: not left(standin))
    assert taker.said == {1: list("01234"), 2: [*"01234", "later"]}
    assert taker.lost == []


@pytest.mark.asyncio
async def test_a_slow_chat_holds_nobody_up_where_telegram_slows_hasty_polls(taker: Taker) -> None:
    """Protects the same against the real server's rule: the same offset within half a second gets a single update."""
    with Standin(pace=ServerPace(slows_hasty=True)) as standin:
        taker.standin, taker.slow[1] = standin, asyncio.Event()
        standin.person(1).sends("slow")
        async with make_client(standin) as bot, polling(bot, taker.intake(), replace(QUICK, again=Timing().again)):
            await until(lambda: taker.at_once)
            standin.person(2).sends("quick")
            await until(lambda: 2 in taker.said, 1)
            taker.slow[1].set()


@pytest.mark.asyncio
async def test_nothing_is_read_far_ahead(standin: Standin, bot: Bot, taker: Taker) -> None:
    """Protects "back-pressure: does not read far ahead of what is committed", and does not ask in vain meanwhile."""
    taker.is_down = True
    given: set[str] = set()
    for number in range(1, 251):
        standin.person(number).sends("hello")

    async def take(update: dict[str, Any]) -> None:
        given.add(update["update_id"])
        await taker.take(update)

    async with polling(bot, Intake(take, taker.put_aside, taker.count, TelegramReceiving.find_chat)):
        await until(lambda: len(given) >= 64)
        await asyncio.sleep(0.5)
        assert len(given) <= LIMIT
        assert standin.counters.calls["getupdates"] == 1
        assert len(left(standin)) == 250
        taker.is_down = False
        await until(lambda: not left(standin), 10)
    assert sorted(taker.taken) == list(range(FIRST, FIRST + 250))
    assert taker.lost == []


@pytest.mark.asyncio
async def test_what_cannot_be_taken_is_put_aside_and_the_rest_go_on(
    standin: Standin, bot: Bot, taker: Taker, caplog: pytest.LogCaptureFixture
) -> None:
    """Protects "one that cannot be parsed" as a dead letter, "and the rest go on", and "never an answer in a log"."""
    caplog.set_level(logging.DEBUG, "bot")
    anna = standin.person(7, "Anna")
    for text in ("unreadable canary", "crash canary", "fine"):
        anna.sends(text)
    standin.put({"poll": {"question": "canary"}})
    standin.put(b'"canary"')
    standin.put(b'{"update_id":300000005,"message":{"canary" garbled}}')
    anna.sends("also fine")
    async with polling(bot, taker.intake()):
        await until(lambda: not left(standin))
    assert taker.said == {7: ["fine", "also fine"]}
    assert sorted(taker.dead_letters) == [
        (FIRST, "unreadable"),
        (FIRST + 1, "failed"),
        *((FIRST + n, "unreadable") for n in (3, 4, 5)),
    ]
    assert taker.counts == {"taken": 2, "put_aside": 5}
    assert f"event {FIRST + 1} failed: RuntimeError" in caplog.text
    assert "canary" not in caplog.text
    assert TOKEN not in caplog.text


@pytest.mark.asyncio
async def test_an_update_that_cannot_even_be_put_aside_stops_nothing(standin: Standin, bot: Bot, taker: Taker) -> None:
    """Protects "intake is never stuck", and "nothing is acknowledged" while the database keeps nothing."""

    async def put_aside(number: EventId, word: str) -> None:
        await taker.put_aside(number, word)
        raise RuntimeError(word)

    taker.is_down = True
    standin.person(7).sends("unreadable")
    async with polling(
        bot, Intake(taker.take, put_aside, taker.count, TelegramReceiving.find_chat, waits=QUICK.faults)
    ):
        await asyncio.sleep(0.2)
        assert left(standin) == [FIRST]
        assert taker.dead_letters == []
        taker.is_down = False
        await until(lambda: not left(standin))
    assert taker.counts == {"put_aside": 1}


@pytest.mark.asyncio
async def test_ids_may_begin_anew(standin: Standin, bot: Bot, taker: Taker) -> None:
    """Protects "ids may jump or restart": Telegram chooses another number after a week without updates."""
    anna = standin.person(7, "Anna")
    async with polling(bot, taker.intake()):
        for number, text in ((FIRST, "before"), (17, "after a week"), (900_000_000, "a jump")):
            with standin.world.lock:
                standin.bot.updates.renumber(number)
                anna.sends(text)
                anna.sends("and more")
            await until(lambda: not left(standin))
    assert taker.taken == [FIRST, FIRST + 1, 17, 18, 900_000_000, 900_000_001]
    assert taker.lost == []


@pytest.mark.asyncio
async def test_what_telegram_gives_again_is_counted_and_not_asked_for_in_haste(
    standin: Standin, bot: Bot, taker: Taker
) -> None:
    """Protects "duplicates are harmless", for an update with a wrong id, which only the next update confirms."""
    standin.put(b'{"update_id":300500000}')
    async with polling(bot, taker.intake()):
        await asyncio.sleep(0.35)
        assert 1 <= taker.counts["repeated"] <= 4
        standin.person(7).sends("hello")
        await until(lambda: not left(standin))
    assert taker.said[7] == ["hello"]


@pytest.mark.asyncio
@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_faults_on_the_way_are_waited_out(standin: Standin, bot: Bot, taker: Taker, seed: int) -> None:
    """Protects "network faults, 5xx, 429 are waited out": every update is taken in order, none confirmed before."""
    standin.faults.seed, taker.random = seed, Random(seed)
    for kind in ("internal_error", "bad_gateway", "reset_before", "reset_after"):
        standin.faults.share(kind, 0.4, methods={"getUpdates"})
    anna, ben = standin.person(7), standin.person(8)
    async with polling(bot, taker.intake()):
        for number in range(60):
            anna.sends(str(number))
            ben.sends(str(number))
            await asyncio.sleep(0.002)
        await until(lambda: not left(standin), 10)
        standin.faults.clear()
    assert taker.said == {7: [str(number) for number in range(60)], 8: [str(number) for number in range(60)]}
    assert taker.lost == []
    assert sum(standin.faults.happened.values()) > 0


@pytest.mark.asyncio
async def test_too_many_requests_are_waited_out_as_long_as_telegram_says(
    standin: Standin, bot: Bot, taker: Taker
) -> None:
    """Protects "429 with retry_after"."""
    standin.faults.next("too_many", methods={"getUpdates"}, seconds=1)
    standin.person(7).sends("hello")
    began = monotonic()
    async with calm_seconds() as gone_by, polling(bot, taker.intake()):
        await until(lambda: not left(standin))
        assert gone_by() < 2
    assert monotonic() - began >= 1


@pytest.mark.asyncio
async def test_a_second_poller_is_refused_and_the_first_goes_on(standin: Standin, bot: Bot, taker: Taker) -> None:
    """Protects "409: ends with one clear line that says which and what to do"."""
    async with polling(bot, taker.intake()) as first:
        await asyncio.sleep(QUICK.settled)
        async with make_client(standin) as other:
            with pytest.raises(UsageFault, match=r"another process polls with the same token\. Stop the other one"):
                await asyncio.wait_for(Poller(other, taker.intake(), QUICK).run(asyncio.Event()), 30)
        standin.person(7).sends("still there?")
        await until(lambda: taker.said == {7: ["still there?"]})
        assert not first.done()


@pytest.mark.asyncio
async def test_a_predecessor_that_still_leaves_is_waited_for(standin: Standin, bot: Bot, taker: Taker) -> None:
    """Protects "a restarted predecessor may still be leaving": a few conflicts end nothing."""
    async with make_client(standin) as other, polling(bot, taker.intake()) as newer:
        for _ in range(3):
            await asyncio.sleep(0.1)
            await other.get_updates(timeout=0)
            predecessor = asyncio.create_task(other.get_updates(timeout=1))
            await asyncio.gather(predecessor, return_exceptions=True)
        standin.person(7).sends("hello")
        await until(lambda: taker.said == {7: ["hello"]})
        assert not newer.done()
    assert standin.counters.refused["getupdates", 409] >= 3


@pytest.mark.asyncio
async def test_a_webhook_in_the_way_is_named(standin: Standin, bot: Bot, taker: Taker) -> None:
    """Protects "409: another poller, or a webhook"."""
    await bot.set_webhook("http://127.0.0.1:1/hook")
    async with polling(bot, taker.intake()) as task:
        with pytest.raises(UsageFault, match=r"a webhook is set for this bot.*`trialscreen telegram --delete-webhook`"):
            await asyncio.wait_for(task, 30)
    assert standin.counters.refused["getupdates", 409] == 4


@pytest.mark.asyncio
async def test_a_token_that_telegram_does_not_know_is_not_repeated(standin: Standin, taker: Taker) -> None:
    """Protects "401: a clear fault that does not repeat the token", once getMe was refused each time."""
    async with make_client(standin) as bot:
        asked = standin.counters.calls["getme"]
        standin.world.bots.clear()
        poller = Poller(bot, taker.intake(), QUICK, token=TokenCheck(bot, (0.01, 0.02, 0.03)))
        with pytest.raises(UsageFault, match="does not know the bot's token: take it from @BotFather") as caught:
            await asyncio.wait_for(poller.run(asyncio.Event()), 30)
    assert standin.counters.calls["getme"] - asked == 3
    assert TOKEN.partition(":")[2] not in repr(caught.getrepr(style="long"))


@pytest.mark.asyncio
@pytest.mark.parametrize(("kind", "times"), [("unauthorized", 11), ("not_found", 6)])
async def test_a_refusal_that_passes_ends_nothing(
    standin: Standin, bot: Bot, taker: Taker, kind: FaultKind, times: int
) -> None:
    """Protects "it stays up": a 401 of getUpdates alone or of getMe too is waited out.

    A page of a proxy, such as its 404, says nothing of the token, so that nobody asks getMe.
    """
    standin.faults.next(*[kind] * 6, methods={"getUpdates"})
    standin.faults.next(kind, kind, "bad_gateway", kind, None, kind, kind, methods={"getMe"})
    stopping = asyncio.Event()
    task = asyncio.create_task(
        Poller(bot, taker.intake(), QUICK, token=TokenCheck(bot, (0.01, 0.01, 0.01))).run(stopping)
    )
    standin.person(7).sends("still there?")
    await until(lambda: taker.said == {7: ["still there?"]})
    stopping.set()
    await task
    assert standin.faults.happened[kind] == times


@pytest.mark.asyncio
async def test_a_token_is_checked_over_more_than_a_minute(standin: Standin, bot: Bot) -> None:
    """Protects "repeated, confirmed": the figures of the service. Leaving does not wait for it."""
    assert len(CONFIRM_SECONDS) >= 5
    assert sum(CONFIRM_SECONDS) > 60
    standin.world.bots.clear()
    leaving = asyncio.Event()
    asyncio.get_running_loop().call_later(0.05, leaving.set)
    assert not await asyncio.wait_for(TokenCheck(bot).is_refused(leaving), 30)


@pytest.mark.asyncio
async def test_those_who_ask_at_once_share_a_check_of_the_token(standin: Standin, bot: Bot) -> None:
    """Protects Telegram from a check for each message that waits, whichever way it ends."""
    asked = standin.counters.calls["getme"]
    check = TokenCheck(bot, (0.01, 0.01))
    assert await asyncio.gather(*(check.is_refused() for _ in range(20))) == [False] * 20
    assert standin.counters.calls["getme"] - asked == 1
    standin.world.bots.clear()
    assert await asyncio.gather(*(check.is_refused() for _ in range(20))) == [True] * 20
    assert standin.counters.calls["getme"] - asked == 3


@pytest.mark.asyncio
@pytest.mark.parametrize("kind", ["bad_gateway", "unauthorized", "too_many"])
async def test_a_poll_without_an_answer_is_dead_until_the_next_answer(
    standin: Standin, bot: Bot, taker: Taker, kind: FaultKind
) -> None:
    """Protects "a poll that is dead for 45 s": whatever keeps answers away, and whoever waits for it to recover."""
    now = [1000.0]
    watch, stopping = PollWatch(lambda: now[0]), asyncio.Event()
    now[0] += 44.9
    assert watch.is_alive(), "it begins with the whole time"
    standin.faults.share(kind, methods={"getUpdates"}, seconds=0)
    task = asyncio.create_task(
        Poller(bot, taker.intake(), QUICK, watch=watch, token=TokenCheck(bot, (0.01,))).run(stopping)
    )
    await until(lambda: standin.faults.happened[kind] >= 3)
    now[0] += 0.2
    assert not watch.is_alive()
    assert watch.get_silent_seconds() == pytest.approx(45.1)
    assert not watch.recovered.is_set()
    standin.faults.clear()
    standin.person(7).sends("hello")
    await asyncio.wait_for(watch.recovered.wait(), 30)
    assert watch.is_alive()
    stopping.set()
    await task


def test_a_poll_that_telegram_holds_back_is_not_dead() -> None:
    """Protects a quiet night: the longest poll, with what its answer may take beside, ends before it counts as dead."""
    assert Timing().poll + SPARE_SECONDS < DEAD_SECONDS


@pytest.mark.asyncio
async def test_stopping_finishes_what_is_being_taken_and_begins_nothing(
    standin: Standin, bot: Bot, taker: Taker
) -> None:
    """Protects "graceful stop: nothing half-done", and confirms what is committed."""
    taker.slow[1] = asyncio.Event()
    for text in ("begun", "waits"):
        standin.person(1).sends(text)
    standin.person(2).sends("done")
    stopping = asyncio.Event()
    task = asyncio.create_task(Poller(bot, taker.intake(), QUICK).run(stopping))
    await until(lambda: 2 in taker.said)
    stopping.set()
    await asyncio.sleep(0.1)
    standin.person(3).sends("too late")
    taker.slow[1].set()
    await asyncio.wait_for(task, 30)
    assert taker.said == {1: ["begun"], 2: ["done"]}
    assert left(standin) == [
        FIRST + 1,
        FIRST + 2,
        FIRST + 3,
    ], "what is not committed, and what is behind it, comes again"


@pytest.mark.asyncio
async def test_stopping_does_not_wait_for_ever(standin: Standin, bot: Bot, taker: Taker) -> None:
    """Protects "within a few seconds": what cannot be committed is left with Telegram."""
    taker.slow[1] = asyncio.Event()
    standin.person(1).sends("never")
    taker.is_down = True
    standin.person(2).sends("not now")
    async with calm_seconds() as gone_by:
        async with polling(bot, taker.intake()):
            await until(lambda: taker.at_once)
        assert gone_by() < QUICK.stop + 1
    assert left(standin) == [FIRST, FIRST + 1]
    assert taker.at_once == 0


@pytest.mark.asyncio
async def test_a_poll_that_is_killed_loses_nothing(standin: Standin, bot: Bot, taker: Taker) -> None:
    """Protects "killed in the middle, and a new one: every update taken at least once, none acknowledged before"."""
    random = taker.random = Random(5)
    people = [standin.person(number) for number in range(1, 9)]
    for _ in range(20):
        for person in people:
            person.sends("hello")
        task = asyncio.create_task(Poller(bot, taker.intake(), QUICK).run(asyncio.Event()))
        await asyncio.sleep(random.random() / 20)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert taker.at_once == 0, "nothing goes on after a kill"
    async with polling(bot, taker.intake()):
        await until(lambda: not left(standin), 10)
    assert set(taker.taken) == set(range(FIRST, FIRST + 160))
    assert taker.lost == []


def test_the_offset_passes_only_what_is_committed_without_a_gap() -> None:
    """Protects "the next offset is only sent once every update below it is committed", for every order of commits."""
    random = Random(9)
    for _ in range(300):
        window, numbers = AckWindow(), random.sample(range(1, 10**9), random.randint(1, 12))
        assert window.accept([*numbers, *numbers]) == numbers
        assert window.accept(numbers) == []
        committed, confirmed = set[int](), 0
        for number in random.sample(numbers, len(numbers)):
            window.commit(number)
            committed.add(number)
            gap = next((at for at, each in enumerate(numbers) if each not in committed), len(numbers))
            assert window.uncommitted == len(numbers) - len(committed)
            assert window.accept(numbers[confirmed:]) == [], (
                "an answer that was asked for before the commit holds what is committed"
            )
            if random.random() < 0.5:
                confirmed = gap
                assert window.confirm() == (numbers[gap - 1] + 1 if gap else 0)
        window.confirm()
        assert window.find_repeated([numbers[-1], 10**9]) == [numbers[-1]]


ROWS: list[tuple[list[float], int]] = [
    ([0, 1, 2, 3], 4),
    ([0, 1, 2, 63, 64, 65, 66, 67, 68, 69, 70], 11),
    ([59, 60, 61, 62], 4),
    ([60, 61, 62, 63, 64, 65, 66, 67], 8),
    ([0, 100, 200, 300, 400], 0),
]


@pytest.mark.parametrize(("moments", "last"), ROWS)
def test_how_often_a_conflict_is_borne_hangs_on_how_long_one_has_polled(moments: list[float], last: int) -> None:
    """Protects "after a few tries in a row": four at first, eight after a minute of polling. A minute ends a row."""
    conflicts, noted = Conflicts(0, 60), 0
    for at, moment in enumerate(moments, 1):
        try:
            conflicts.note(Conflict("Conflict: terminated by other getUpdates request"), moment)
        except UsageFault:
            noted = at
            break
    assert noted == last


ANSWERS = [
    ('{"ok":true,"result":[]}', 0, 100, []),
    ('{"ok":true,"result":[{"update_id":5},{"update_id":8}]}', 0, 100, [(5, {"update_id": 5}), (8, {"update_id": 8})]),
    (
        '{"ok":true,"result":[{"update_id":5},7,{"update_id":8}]}',
        0,
        100,
        [(5, {"update_id": 5}), (6, 7), (8, {"update_id": 8})],
    ),
    ('{"ok":true,"result":[null,{"update_id":8}]}', 0, 100, [(7, None), (8, {"update_id": 8})]),
    ('{"ok":true,"result":[{"update_id":"5"}]}', 5, 100, [(5, {"update_id": "5"})]),
    ('{"ok":true,"result":[{"update_id":true}]}', 0, 100, Garbled),
    ('{"ok":true,"result":[{"update_id":5,}]}', 3, 100, Garbled),
    ('{"ok":true,"result":[{"update_id":5,}]}', 3, 1, [(5, None)]),
    ('{"ok":true,"result":[{"update]}', 3, 1, [(3, None)]),
    ('{"ok":true,"result":[{"update_id":5,"mess', 3, 1, Garbled),
    ('<html>"update_id":5</html>', 3, 1, Garbled),
    ('{"ok":true}', 3, 1, Garbled),
    ('{"ok":true,"result":{"update_id":5}}', 3, 1, Garbled),
]


@pytest.mark.parametrize(("answer", "offset", "limit", "expected"), ANSWERS)
def test_an_answer_of_telegram_is_read_update_by_update(answer: str, offset: int, limit: int, expected: Any) -> None:
    """Protects "an unparsable update does not spoil a batch", and a broken answer passes for no update."""
    if expected is Garbled:
        with pytest.raises(Garbled):
            read_updates(answer.encode(), offset, limit)
    else:
        assert read_updates(answer.encode(), offset, limit) == expected


CHAT, PERSON = {"id": 7}, {"id": 8}
CHATS: list[tuple[object, object]] = [
    ({"message": {"chat": CHAT, "from": PERSON}}, 7),
    ({"edited_message": {"chat": CHAT}}, 7),
    ({"callback_query": {"from": PERSON, "message": {"chat": CHAT}}}, 7),
    ({"callback_query": {"from": PERSON}}, 8),
    ({"my_chat_member": {"chat": CHAT, "from": PERSON}}, 7),
    ({"poll": {"chat": CHAT}}, None),
    ({"message": {"chat": {"id": [7]}}}, None),
    ({"message": [CHAT]}, None),
    (None, None),
]


@pytest.mark.parametrize(("update", "chat"), CHATS)
def test_an_update_is_put_in_order_by_its_chat(update: object, chat: object) -> None:
    """Protects "each in order": the messages and taps of a chat share a key; an update without a chat has none."""
    assert TelegramReceiving.find_chat(update) == chat
