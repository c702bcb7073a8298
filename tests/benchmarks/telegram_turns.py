"""Speed of a whole Telegram turn.

An update comes in, one durable commit is made, encrypted and audited, and the reply is handed to HTTP.

Its rival is a bare ConversationHandler of python-telegram-bot that stores nothing. Both are given the same updates in
turn, and both send through a Telegram that answers at once, in this process. HTTP is in neither.
"""

import asyncio
import gc
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from answering import Answering
from bare_bot import make_bare_bot
from phones import TOKEN, TURNS, Phone, Take
from stores import KEY, NOW, Person, place
from telegram import Bot, Update

from bot.channels.handling.channel_handler import ChannelHandler
from bot.channels.rate import EventRate, SendRates
from bot.channels.sending.dispatcher import Sender
from bot.channels.sending.store_outbox import StoreOutbox
from bot.channels.telegram.delivery.callback_data import Signer
from bot.channels.telegram.delivery.telegram_sending import TELEGRAM_RATES
from bot.channels.telegram.telegram_channel import TelegramChannel
from bot.config.dialogue_registry import Dialogues
from bot.session.service import SessionService
from storage.features.members import Members, Role
from storage.model.people import AccountName
from storage.opening.opening import open_store
from storage.unit_of_work.store import Store
from storage.unit_of_work.writer_thread import Writer

ALONE = 10
CHATS = 200
ROUNDS = 5
LOAD = 0.8
"""The part of the capacity, measured just before, at which people are served."""
LIMIT = 30
AT_ONCE = SendRates(EventRate(10**6, 1e-9), EventRate(10**6, 1e-9))

Say = Callable[[str, float, str], None]


@dataclass(frozen=True)
class Bench:
    """A bot under test: how it takes an update, its phones, and how to wait until it has sent everything."""

    take: Take
    phones: list[Phone]
    rest: Callable[[], Awaitable[None]]


def measure_telegram_turns(say: Say) -> None:
    """Prints every figure of the speed promises about Telegram."""
    asyncio.run(_measure(say))


async def _measure(say: Say) -> None:
    async with open_ours(AT_ONCE) as ours, _open_theirs() as theirs:
        alone = await _compare(lambda bench: walk_courses(bench.phones[:1], bench, ALONE), ours, theirs)
        say("a whole turn, in turns of a bare ConversationHandler", alone.ratio, "at most 5")
        say("  in processor time, so without waiting for the disk", alone.ratio_cpu, "")
        say("  in milliseconds", 1_000 * alone.seconds / (ALONE * TURNS), "")
        say("  in milliseconds of processor time", 1_000 * alone.cpu / (ALONE * TURNS), "")
        loaded = await _compare(lambda bench: walk_courses(bench.phones, bench, 1), ours, theirs)
        say(f"a whole turn with {CHATS} chats at once, in turns of the bare one", loaded.ratio, "")
        say("  in processor time", loaded.ratio_cpu, "at most 1.5")
        say("  turns a second by the clock", CHATS * TURNS / loaded.seconds, "")
        say("  turns a second of one core", CHATS * TURNS / loaded.cpu, "at least 1,000")
        offered = LOAD * CHATS * TURNS / loaded.seconds
        await _walk_at(ours, ours.phones, range(TURNS), offered)
        late = _find_percentile(ours, 99) * ALONE * TURNS / (1_000 * alone.seconds)
        say(f"  p99 from update to reply at {LOAD:.0%} of that, in turns alone", late, "under 30")
    async with open_ours(TELEGRAM_RATES) as paced:
        phones = paced.phones[:60]
        await _walk_at(paced, phones, range(2), LIMIT / 2)  # the first answer is told with two messages
        await _walk_at(paced, phones, range(2, 8), LIMIT)
        say(
            f"p95 from update to reply at Telegram's own {LIMIT} a second (ms)", _find_percentile(paced, 95), "under 20"
        )


@dataclass(frozen=True)
class Measured:
    """What was measured in turn: the medians of the ratios, and of our seconds and processor seconds."""

    ratio: float
    ratio_cpu: float
    seconds: float
    cpu: float


async def _compare(work: Callable[[Bench], Awaitable[None]], ours: Bench, theirs: Bench) -> Measured:
    """Times some work with both, several rounds in turn."""
    found = [(await time_work(work, ours), await time_work(work, theirs)) for _ in range(ROUNDS)]
    return Measured(
        statistics.median(our[0] / their[0] for our, their in found),
        statistics.median(our[1] / their[1] for our, their in found),
        statistics.median(our[0] for our, _ in found),
        statistics.median(our[1] for our, _ in found),
    )


async def time_work(work: Callable[[Bench], Awaitable[None]], bench: Bench) -> tuple[float, float]:
    """Returns the seconds, and the processor seconds of all threads, until all is sent and noted."""
    gc.collect()
    start = time.perf_counter(), time.process_time()
    await work(bench)
    await bench.rest()
    return time.perf_counter() - start[0], time.process_time() - start[1]


async def walk_courses(phones: Sequence[Phone], bench: Bench, times: int, turns: int = TURNS) -> None:
    """Walks courses on all phones at once, each turn after the reply to the one before."""

    async def walk(phone: Phone) -> None:
        for _ in range(times):
            for number in range(turns):
                await phone.step(bench.take, number)

    await asyncio.gather(*map(walk, phones))


async def _walk_at(bench: Bench, phones: Sequence[Phone], turns: range, rate: float) -> None:
    """Does some turns of a course on phones, evenly, at `rate` turns a second together. Only these are measured."""
    every = len(phones) / rate
    loop = asyncio.get_running_loop()
    start = loop.time() + 0.1

    async def walk(phone: Phone, offset: float) -> None:
        for at, number in enumerate(turns):
            await asyncio.sleep(start + offset + at * every - loop.time())
            await phone.step(bench.take, number)

    for phone in bench.phones:
        phone.seconds.clear()
    await asyncio.gather(*(walk(phone, at * every / len(phones)) for at, phone in enumerate(phones)))
    await bench.rest()


def _find_percentile(bench: Bench, percent: int) -> float:
    """Returns a percentile of what the phones measured, in milliseconds."""
    return 1_000 * statistics.quantiles([each for phone in bench.phones for each in phone.seconds], n=100)[percent - 1]


@asynccontextmanager
async def open_ours(rates: SendRates, chats: int = CHATS) -> AsyncIterator[Bench]:
    """The bot with a store of its own, whose people were let in."""
    phones = {number: Phone(number) for number in range(1, chats + 1)}
    bot = Bot(TOKEN, request=Answering(phones), get_updates_request=Answering(phones))
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(place(Path(folder)), KEY, NOW)
        for number in phones:
            _let_in(store, number)
        with Writer(store) as writer:
            await bot.initialize()
            channel = TelegramChannel(bot, Signer(bytes(32)), rates)
            sender = Sender(channel, StoreOutbox(writer, store), now=_get_now, random=Random(1))
            front = SessionService(Dialogues(), "interfant-21", store.retention)
            adapter = ChannelHandler(
                channel, writer, front, notify=sender.notify, wait_for_receipt=sender.wait_for_receipt, now=_get_now
            )
            sending = asyncio.create_task(sender.run())
            yield Bench(adapter.take, list(phones.values()), lambda: _wait_until_sent(store))
            sender.stop()
            await sending
        store.close()


async def _wait_until_sent(store: Store) -> None:
    while store.outbox.count_waiting():  # noqa: ASYNC110 - a look now and then is all that an outbox can be given
        await asyncio.sleep(0.02)


@asynccontextmanager
async def _open_theirs() -> AsyncIterator[Bench]:
    """The rival."""
    phones = {number: Phone(number) for number in range(1, CHATS + 1)}
    bot = Bot(TOKEN, request=Answering(phones), get_updates_request=Answering(phones))
    application = make_bare_bot(bot)
    await application.initialize()

    async def take(update: dict[str, Any]) -> None:
        await application.process_update(Update.de_json(update, bot))

    async def rest() -> None:
        pass

    yield Bench(take, list(phones.values()), rest)
    await application.shutdown()


def _let_in(store: Store, number: int) -> None:
    coordinator = Person(store, "carla", now=_get_now())
    token = store.take(coordinator.inbound(), lambda uow: Members(uow).invite(Role.CLINICIAN, timedelta(days=1))).value
    store.take(coordinator.inbound(), lambda uow: Members(uow).let_in(AccountName(f"telegram:{number}"), token))


def _get_now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    measure_telegram_turns(
        lambda what, figure, promised: print(f"{what:<75} {figure:>10,.3f}   {promised}", flush=True)
    )
