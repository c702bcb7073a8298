"""One program with one store for many scripts, each played by a person of its own."""

from abc import abstractmethod
from contextlib import AbstractContextManager, ExitStack
from datetime import datetime
from itertools import count
from typing import Any, Protocol
from uuid import uuid4

from bot.channels.service.assembly import Assembly
from bot.channels.service.heartbeat_file import Presence
from bot.config.trial_catalogue import find_trial
from bot.observability.metrics import Metrics
from bot.workbench.layers.chat_reader import read_screening
from bot.workbench.layers.shared_clock import SharedTime
from bot.workbench.layers.temp_folder import make_temp_folder
from bot.workbench.standin_clock import StandinClock
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Screening
from dialogs.testing.scripts.format.blocks import Script
from dialogs.testing.scripts.playing.layer import AbusableLayer
from storage.crypto.keys import make_key
from storage.database.address import make_file_address
from storage.model.people import AccountName
from storage.model.stored import InboundEvent
from storage.opening.location import StoreLocation
from storage.opening.opening import open_store
from storage.unit_of_work.batch import EventHandler
from storage.unit_of_work.store import Store
from storage.unit_of_work.writer_thread import Writer

PEOPLE_AT_ONCE = 4
"""How many scripts are played at once: what they say shares commits, and more would only wait for the processor."""

CHANNEL = "script"


class Isolation(Protocol):
    """Gives scripts that disturb others a program of their own."""

    def isolate(self, script: Script, now: datetime) -> AbstractContextManager[AbusableLayer]:
        """Gives a script a chat of which nobody else is disturbed."""


class SharedProgram:
    """One program with one store, which serves from the first script to the last.

    `stack` ends it: the program first, then its store, then the folder. Its clock stands still unless it is moved.
    """

    store: Store
    writer: Writer

    def __init__(self, trial: str, stack: ExitStack, clock: StandinClock) -> None:
        self.trial_name, self.trial, self.clock = trial, find_trial(trial), clock
        self.dialogue = Dialogue(self.trial)
        self.view = self.dialogue.view
        self.folder = stack.enter_context(make_temp_folder())
        self._place = StoreLocation(
            make_file_address(self.folder / "screenings.db"), self.folder / "anchor", self.folder / "forgotten"
        )
        self._key = make_key()
        self.time = SharedTime(clock)
        self.numbers = count(1)
        self._program = stack.enter_context(ExitStack())
        self.isolated: Isolation | None = None
        self._start()

    @abstractmethod
    def serve(self, program: ExitStack) -> None:
        """Starts the program over the store; `program` ends it."""

    def make_writer(self, store: Store) -> Writer:
        """Returns what writes to the store."""
        return Writer(store)

    def restart(self) -> None:
        """Ends the program in good order, and starts it again over the same files and the same chats.

        It must be at rest.
        """
        self._program.close()
        self._start()

    def make_assembly(self, **parts: Any) -> Assembly:
        """Returns what the channel is served with."""
        return Assembly(self.trial_name, Metrics(), self.clock.moment, **parts)

    def make_presence(self) -> Presence:
        """Returns the presence of the program."""
        return Presence(self.folder / "serving")

    def read_screening(self, address: str) -> Screening:
        """Returns a person's screening as it is kept."""
        return read_screening(self.store, address, lambda handle: self.take(address, handle))

    def take(self, address: str, handle: EventHandler) -> Any:
        """Takes an event of a person past the channel, and returns what came of it."""
        inbound = InboundEvent(CHANNEL, uuid4().hex, address, AccountName(address), self.clock.moment())
        return self.writer.submit(inbound, handle).result().value

    def _start(self) -> None:
        self.store = open_store(self._place, self._key, self.clock.moment())
        self._program.callback(self.store.close)
        self.writer = self._program.enter_context(self.make_writer(self.store))
        self.serve(self._program)
