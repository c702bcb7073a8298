"""One device with one store for many scripts, each played by a person of its own at a stand-in for Matrix."""

import asyncio
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime

from bot.channels.backoff import Backoff
from bot.channels.matrix.engine.port import MatrixEngine
from bot.channels.matrix.events.sync_loop import SyncTiming
from bot.channels.matrix.service.assembly import MatrixOptions, assemble_matrix
from bot.channels.matrix.service.matrix_service import MatrixService
from bot.channels.sending.pacing import Patience
from bot.workbench.layers.in_process_channel import UNHURRIED
from bot.workbench.layers.shared_program import SharedProgram
from bot.workbench.layers.watched_outbox import WatchedOutbox
from bot.workbench.layers.watched_service import WatchedService
from bot.workbench.matrix_standin import DeviceKeys, MatrixPerson, StandinEngine, StandinHomeserver
from bot.workbench.standin_clock import StandinClock
from storage.unit_of_work.writer_thread import Writer

SERVER = "hospital.org"
HASTY = Patience(first_seconds=0.01, most_seconds=0.05)
OPTIONS = MatrixOptions(
    frozenset({SERVER}), rates=UNHURRIED, timing=SyncTiming(5.0, Backoff(0.01, 0.05)), key_seconds=0.2
)


class MatrixInThread(WatchedService):
    """A device that is served in a thread of its own. `assemble` puts its parts together, on the thread's own loop."""

    through = "matrix"

    def __init__(
        self,
        server: StandinHomeserver,
        keys: DeviceKeys,
        writer: Writer,
        assemble: Callable[[MatrixEngine, WatchedOutbox], MatrixService],
    ) -> None:
        super().__init__(writer)
        self._server, self._keys, self._assemble = server, keys, assemble

    async def serve(self, stopping: asyncio.Event) -> None:
        """See `ProgramInThread`."""
        engine = StandinEngine(self._server, self._keys)
        try:
            service = self._assemble(engine, self.make_post())
            self.watch(service)
            await service.run(stopping)
        finally:
            await engine.close()


class SharedMatrixDevice(SharedProgram):
    """One device with one store, which serves from the first script to the last; `stack` ends it."""

    device: MatrixInThread

    def __init__(self, trial: str, stack: ExitStack, now: datetime) -> None:
        clock = StandinClock(now)
        self.server, self.keys = StandinHomeserver(clock, holds_echoes=True), DeviceKeys()
        super().__init__(trial, stack, clock)

    def make_person(self) -> MatrixPerson:
        """Returns a person who has not written to us yet."""
        return MatrixPerson(self.server, f"@person{next(self.numbers)}:{SERVER}")

    def serve(self, program: ExitStack) -> None:
        """See `SharedProgram`."""
        self.device = program.enter_context(MatrixInThread(self.server, self.keys, self.writer, self._assemble))

    def _assemble(self, engine: MatrixEngine, outbox: WatchedOutbox) -> MatrixService:
        assembly = self.make_assembly(outbox=outbox, patience=HASTY)
        return assemble_matrix(engine, self.writer, assembly, self.make_presence(), OPTIONS)
