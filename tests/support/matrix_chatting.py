"""A bot on Matrix, served whole at the stand-in, for the tests of that channel."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from chatting import HASTY, MortalOutbox, now
from patience import until
from stores import KEY, Person, place

from bot.channels.backoff import Backoff
from bot.channels.handling.rate_limits import RateLimits
from bot.channels.matrix.events.sync_loop import SyncTiming
from bot.channels.matrix.service.assembly import MatrixOptions, assemble_matrix
from bot.channels.matrix.service.matrix_service import MatrixService
from bot.channels.sending.pacing import Patience
from bot.channels.service.assembly import Assembly
from bot.channels.service.heartbeat_file import Presence
from bot.observability.metrics import Metrics
from bot.workbench.layers.in_process_channel import UNHURRIED
from bot.workbench.matrix_standin import DeviceKeys, MatrixPerson, SeenMessage, StandinEngine, StandinHomeserver
from storage.features.members import Members, Role
from storage.features.room_inbox import list_waiting
from storage.model.errors import Unavailable
from storage.model.people import AccountName
from storage.model.stored import InboundEvent
from storage.opening.opening import open_store
from storage.unit_of_work.store import Store
from storage.unit_of_work.writer_thread import Writer

SERVER = "hospital.org"
OPTIONS = MatrixOptions(
    frozenset({SERVER}),
    rates=UNHURRIED,
    timing=SyncTiming(0.2, Backoff(0.01, 0.05), 1.0),
    key_seconds=0.2,
    confirm_seconds=(0.01, 0.01),
)


class MortalWriter(Writer):
    """A writer whose process may die: from then on it keeps nothing more."""

    is_dead = False

    def _accept(self, work: Any) -> None:
        if self.is_dead:
            raise Unavailable("the process is dead")
        super()._accept(work)


@dataclass
class MatrixWorld:
    """A homeserver, and the crypto store of our device there: both outlive the bot."""

    server: StandinHomeserver = field(default_factory=StandinHomeserver)
    keys: DeviceKeys = field(default_factory=DeviceKeys)

    def make_person(self, name: str = "anna", server: str = SERVER) -> MatrixPerson:
        """Returns somebody who has not written yet."""
        return MatrixPerson(self.server, f"@{name}:{server}")


@dataclass
class MatrixChatting:
    """A bot that is served, and what its people see."""

    world: MatrixWorld
    service: MatrixService
    engine: StandinEngine
    store: Store
    outbox: MortalOutbox
    writer: "MortalWriter"
    serving: asyncio.Task[None]

    async def is_quiet(self) -> None:
        """Waits until all that people did is read, and all that is due is shown."""
        queues = self.service.loop.queues
        await until(lambda: self.service.loop.place is not None)
        for _ in range(3):  # what is read may be answered, and that comes back by a sync
            await until(lambda: self.service.loop.place == f"s{self.world.server.position}", 60)
            await asyncio.wait_for(queues.rest(), 60)
            await asyncio.wait_for(self.service.sender.rest(), 60)

    def make_token(self, role: Role = Role.CLINICIAN) -> str:
        """Returns the token of an invitation."""
        coordinator = Person(self.store, "carla", now=now())
        taken = self.store.take(coordinator.inbound(), lambda uow: Members(uow).invite(role, timedelta(days=1)))
        return str(taken.value)

    async def let_in(self, name: str = "anna", role: Role = Role.CLINICIAN) -> MatrixPerson:
        """Lets somebody in, and returns them once they were greeted."""
        person = self.world.make_person(name)
        person.invites()
        person.says(f"start {self.make_token(role)}")
        await self.is_quiet()
        return person

    async def say(self, person: MatrixPerson, *texts: str) -> None:
        """Lets somebody say some things, one after another."""
        for text in texts:
            person.says(text)
            await self.is_quiet()

    async def die(self) -> None:
        """Ends as a process does that is killed: it gives nothing back, and notes nothing."""
        self.outbox.is_dead = self.writer.is_dead = True
        self.serving.cancel()
        with suppress(asyncio.CancelledError):
            await self.serving

    def count(self, series: str) -> float:
        """Returns a figure of the metrics' page."""
        lines = self.service.metrics.render_page()[0].decode().splitlines()
        return next(float(line.split()[-1]) for line in lines if line.startswith(f"trialscreen_{series} "))

    def inbound(self, person: MatrixPerson) -> InboundEvent:
        """Returns an event of a person in their chat."""
        address = f"matrix:{person.user}"
        return InboundEvent("test", "", address, AccountName(address), now())

    def list_answers(self, person: MatrixPerson) -> dict[str, Any]:
        """Returns what is recorded in a person's newest screening; nothing where there is none."""
        with self.store.reading() as repository:
            owned = repository.list_owned(f"matrix:{person.user}", 1)
            return dict(owned[0].screening.answers) if owned else {}

    def list_waiting(self) -> list[Any]:
        """Returns what waits in the inbox."""
        return list_waiting(self.store)


def list_texts(person: MatrixPerson) -> list[str]:
    """Returns what a person sees, as texts."""
    return [each.text for each in person.sees()]


def find_last(person: MatrixPerson) -> SeenMessage:
    """Returns the last message that a person sees."""
    return person.sees()[-1]


@asynccontextmanager
async def matrix_chatting(
    world: MatrixWorld,
    folder: Path,
    *,
    limits: RateLimits | None = None,
    patience: Patience = HASTY,
    options: MatrixOptions = OPTIONS,
    device: str = "DEVICE",
    trial: str = "interfant-21",
) -> AsyncIterator[MatrixChatting]:
    """Serves a device until the end of the block, and stops gracefully."""
    store = open_store(place(folder), KEY, now())
    engine = StandinEngine(world.server, world.keys)
    engine.device = device
    try:
        with MortalWriter(store) as writer:
            outbox = MortalOutbox(writer, store)
            assembly = Assembly(
                trial, Metrics(), now, limits, outbox=outbox, patience=patience, draw=lambda *_: b"made"
            )
            service = assemble_matrix(engine, writer, assembly, Presence(folder / "serving"), options)
            stopping = asyncio.Event()
            serving = asyncio.create_task(service.run(stopping))
            try:
                yield MatrixChatting(world, service, engine, store, outbox, writer, serving)
            finally:
                stopping.set()
                if not serving.cancelled():
                    await serving
    finally:
        await engine.close()
        store.close()
