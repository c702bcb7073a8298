"""A bot on the channel in this process, served whole, for the tests of the contract for channels."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from patience import until
from stores import KEY, Person, place

from bot.channels.handling.rate_limits import RateLimits
from bot.channels.sending.pacing import Patience
from bot.channels.sending.store_outbox import StoreOutbox
from bot.channels.service.assembly import Assembly
from bot.channels.service.channel_service import ChannelService
from bot.channels.service.heartbeat_file import Presence
from bot.observability.metrics import Metrics
from bot.workbench.layers.in_process_channel import CHANNEL, InProcessChannel, ShownMessage, carry
from storage.features.members import Members, Role
from storage.model.errors import Unavailable
from storage.model.people import AccountName
from storage.model.stored import InboundEvent, Outgoing
from storage.opening.opening import open_store
from storage.unit_of_work.store import Store
from storage.unit_of_work.writer_thread import Writer

HASTY = Patience(first_seconds=0.01, most_seconds=0.05, most_attempts=5, walk_seconds=0.05, stop_seconds=1)

ANNA, BEN = f"{CHANNEL}:anna", f"{CHANNEL}:ben"


class MortalOutbox(StoreOutbox):
    """An outbox whose process may die: from then on it can do nothing more."""

    is_dead = False

    async def note_sent_as(self, outgoing: Outgoing, receipt: int, now: datetime) -> None:
        """See `OutboxPort`."""
        if not self.is_dead:
            await super().note_sent_as(outgoing, receipt, now)

    async def _run(self, *arguments: Any) -> Any:
        if self.is_dead:
            raise Unavailable("the process is dead")
        return await super()._run(*arguments)


@dataclass
class Chatting:
    """A bot that is served, and the people who talk to it."""

    channel: InProcessChannel
    service: ChannelService
    store: Store
    outbox: MortalOutbox
    serving: asyncio.Task[None]

    async def is_quiet(self) -> None:
        """Waits until all that people did is taken, and all that is due is shown."""
        await until(lambda: not self.channel.untaken)
        await asyncio.wait_for(self.service.sender.rest(), 60)

    def come(self, address: str, role: Role = Role.CLINICIAN) -> None:
        """Lets somebody come to the chat with an invitation."""
        coordinator = Person(self.store, "carla", now=now())
        token = self.store.take(coordinator.inbound(), lambda uow: Members(uow).invite(role, timedelta(days=1))).value
        self.channel.say(address, f"/start {token}")

    async def let_in(self, address: str, role: Role = Role.CLINICIAN) -> None:
        """Lets somebody in, and waits until they were greeted."""
        self.come(address, role)
        await self.is_quiet()

    async def say(self, address: str, *texts: str) -> None:
        """Lets somebody say some things, one after another."""
        for text in texts:
            self.channel.say(address, text)
            await self.is_quiet()

    async def tap(self, address: str, label: str, shown: ShownMessage | None = None) -> None:
        """Lets somebody tap a button, of the last message where no other is given."""
        message = shown or self.channel.chats[address][-1]
        key = next(button.key for button in message.message.buttons if button.label == label)
        self.channel.tap(address, message.receipt, carry(message, key))
        await self.is_quiet()

    async def die(self) -> None:
        """Ends as a process does that is killed: it gives nothing back, and notes nothing."""
        self.outbox.is_dead = True
        self.serving.cancel()
        with suppress(asyncio.CancelledError):
            await self.serving

    def count(self, series: str) -> float:
        """Returns a figure of the metrics' page."""
        lines = self.service.metrics.render_page()[0].decode().splitlines()
        return next(float(line.split()[-1]) for line in lines if line.startswith(f"trialscreen_{series} "))

    def inbound(self, address: str) -> InboundEvent:
        """Returns an event of a person in their chat."""
        return InboundEvent("test", "", address, AccountName(address), now())

    def list_answers(self, address: str) -> dict[str, Any]:
        """Returns what is recorded in a person's newest screening."""
        with self.store.reading() as repository:
            return dict(repository.list_owned(address, 1)[0].screening.answers)


def now() -> datetime:
    """Returns the time of the machine."""
    return datetime.now(UTC)


def copy_last(channel: InProcessChannel, address: str) -> ShownMessage:
    """Returns the last message that a person sees, as it is now."""
    return replace(channel.chats[address][-1])


def list_texts(channel: InProcessChannel, address: str) -> list[str]:
    """Returns what a person sees, as texts."""
    return [shown.message.text for shown in channel.chats[address]]


@asynccontextmanager
async def chatting(
    channel: InProcessChannel, folder: Path, *, limits: RateLimits | None = None, patience: Patience = HASTY
) -> AsyncIterator[Chatting]:
    """Serves a channel until the end of the block, and stops gracefully."""
    store = open_store(place(folder), KEY, now())
    try:
        with Writer(store) as writer:
            outbox = MortalOutbox(writer, store)
            assembly = Assembly(
                "interfant-21", Metrics(), now, limits, outbox=outbox, patience=patience, draw=lambda *_: b"made"
            )
            handler, sender = assembly.assemble(channel, writer)
            service = ChannelService(handler, sender, assembly.metrics, Presence(folder / "serving"), now)
            stopping = asyncio.Event()
            serving = asyncio.create_task(
                service.serve(lambda stopping: channel.bring(service.intake, stopping), stopping)
            )
            try:
                yield Chatting(channel, service, store, outbox, serving)
            finally:
                stopping.set()
                if not serving.cancelled():
                    await serving
    finally:
        store.close()
