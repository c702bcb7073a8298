"""A whole bot in this process, served against a stand-in for Telegram."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from patience import until
from stores import KEY, Person, place
from telegram import Bot

from bot.workbench.telegram_standin import Person as Patient
from bot.workbench.telegram_standin import Standin
from bot.workbench.telegram_standin.clients import make_client

os.environ.setdefault("PTB_TIMEDELTA", "1")

from bot.channels.handling.rate_limits import RateLimits
from bot.channels.rate import EventRate, SendRates
from bot.channels.sending.pacing import Patience
from bot.channels.service.assembly import Assembly
from bot.channels.service.heartbeat_file import Presence
from bot.channels.telegram.service.assembly import assemble_bot
from bot.channels.telegram.service.service import TelegramService, UpdateSources
from bot.channels.telegram.token_check import TokenCheck
from bot.channels.telegram.updates.poll_watch import PollWatch
from bot.documents.file_maker import DrawReport
from bot.observability.metrics import Metrics
from storage.crypto.keys import MasterKey
from storage.features.members import Members, Role
from storage.opening.location import StoreLocation
from storage.opening.opening import open_store
from storage.unit_of_work.store import Store
from storage.unit_of_work.writer_thread import Writer

UNHURRIED = SendRates(EventRate(1_000, 0.001), EventRate(1_000, 0.001))
"""The pace of tests that are not about it."""


@dataclass
class Running:
    """A bot that runs against a stand-in."""

    standin: Standin
    store: Store
    service: TelegramService
    serving: asyncio.Task[None]

    def invitation(self, role: Role = Role.CLINICIAN) -> str:
        """Returns a fresh invitation."""
        coordinator = Person(self.store, "carla", now=now())
        token = self.store.take(coordinator.inbound(), lambda uow: Members(uow).invite(role, timedelta(days=1))).value
        assert isinstance(token, str)
        return token

    async def does(self, act: Callable[[], object]) -> None:
        """Lets a person do something, and waits until all is quiet, and all that is due has its receipt."""
        await asyncio.to_thread(act)
        await asyncio.to_thread(self.standin.quiet, 20)
        resting = asyncio.create_task(self.service.sender.rest())
        with suppress(AssertionError):  # while Telegram is in trouble, nothing rests
            await until(resting.done, 2)
        resting.cancel()

    def counted(self, series: str) -> float:
        """Returns a figure of the metrics' page."""
        lines = self.service.metrics.render_page()[0].decode().splitlines()
        return next(float(line.split()[-1]) for line in lines if line.startswith(f"trialscreen_{series} "))


def now() -> datetime:
    """The time of the machine."""
    return datetime.now(UTC)


@asynccontextmanager
async def running(
    standin: Standin,
    folder: Path,
    *,
    ways: UpdateSources | None = None,
    limits: RateLimits | None = None,
    patience: Patience | None = None,
    draw: DrawReport | None = None,
    key: MasterKey = KEY,
    trial: str = "interfant-21",
    token_waits: Sequence[float] = (0.02, 0.02, 0.02),
    watch: PollWatch | None = None,
    rates: SendRates = UNHURRIED,
    where: StoreLocation | None = None,
) -> AsyncIterator[Running]:
    """Runs a bot until the end of the block, and stops it gracefully."""
    store = open_store(where or place(folder), key, now())
    try:
        with Writer(store) as writer:
            async with closing_bot(standin) as bot:
                assembly = Assembly(trial, Metrics(), now, limits, random=Random(1), patience=patience, draw=draw)
                token = TokenCheck(bot, token_waits)
                presence = Presence(folder / "serving")
                service = assemble_bot(bot, writer, assembly, presence, rates, token=token, watch=watch)
                stopping = asyncio.Event()
                serving = asyncio.create_task(service.run(ways or UpdateSources(), stopping))
                try:
                    yield Running(standin, store, service, serving)
                finally:
                    stopping.set()
                    await serving
    finally:
        store.close()


@asynccontextmanager
async def closing_bot(standin: Standin) -> AsyncIterator[Bot]:
    """Yields a bot that is not made known to Telegram yet, and closes it."""
    bot = make_client(standin, standin.bot.token)
    try:
        yield bot
    finally:
        await bot.shutdown()
        await bot.request.shutdown()


def toasts(person: Patient) -> list[str]:
    """Returns what passed over a person's screen after their taps."""
    return [each.text for each in person.chat.history if each.act == "answered" and each.text]


def texts(person: Patient) -> list[str]:
    """Returns what a person sees, as texts."""
    return [message.text or "" for message in person.sees()]
