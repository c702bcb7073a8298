"""One bot with one store for many scripts, each played by a person of its own at a stand-in for Telegram."""

import os
from contextlib import AbstractContextManager, ExitStack
from datetime import datetime
from itertools import count

os.environ.setdefault("PTB_TIMEDELTA", "1")

from typing import Protocol

from telegram import Bot

from bot.channels.rate import EventRate, SendRates
from bot.channels.sending.pacing import Patience
from bot.channels.service.assembly import Assembly
from bot.channels.service.heartbeat_file import Presence
from bot.channels.telegram.service.assembly import assemble_bot
from bot.channels.telegram.service.service import TelegramService
from bot.config.trial_catalogue import find_trial
from bot.observability.metrics import Metrics
from bot.workbench.layers.bot_in_thread import BotInThread
from bot.workbench.layers.shared_clock import SharedTime
from bot.workbench.layers.temp_folder import make_temp_folder
from bot.workbench.layers.watched_outbox import WatchedOutbox
from bot.workbench.telegram_standin import Person, Standin, StandinClock
from bot.workbench.telegram_standin.clients import make_client
from dialogs.conversation.dialogue import Dialogue
from dialogs.testing.scripts.format.blocks import Script
from dialogs.testing.scripts.playing.layer import AbusableLayer
from storage.crypto.keys import make_key
from storage.database.address import make_file_address
from storage.opening.location import StoreLocation
from storage.opening.opening import open_store
from storage.unit_of_work.writer_thread import Writer

CHANNEL = "script"

PEOPLE_AT_ONCE = 4
"""How many scripts are played at once: what they say shares commits, and more would only wait for the processor."""

UNHURRIED = SendRates(EventRate(10**6, 1e-9), EventRate(10**6, 1e-9))
"""Rates that hold nothing."""

HASTY = Patience(first_seconds=0.01, most_seconds=0.05)
"""How long what could not be sent waits: the stand-in is not overloaded."""


class Isolation(Protocol):
    """Gives scripts that disturb others a bot of their own."""

    def isolate(self, script: Script, now: datetime) -> AbstractContextManager[AbusableLayer]:
        """Gives a script a chat of which nobody else is disturbed."""


class SharedTelegramBot:
    """One bot with one store, which serves from the first script to the last.

    `stack` ends it: the bot first, then its store, then the folder and the stand-in.
    """

    def __init__(self, trial: str, stack: ExitStack, now: datetime) -> None:
        self.trial_name, self.trial = trial, find_trial(trial)
        self.dialogue = Dialogue(self.trial)
        self.view = self.dialogue.view
        self.standin = stack.enter_context(Standin(StandinClock(now)))
        self._folder = stack.enter_context(make_temp_folder())
        self._place = StoreLocation(
            make_file_address(self._folder / "screenings.db"), self._folder / "anchor", self._folder / "forgotten"
        )
        self._key = make_key()
        self.time = SharedTime(self.standin.clock)
        self._numbers = count(1)
        self._program = stack.enter_context(ExitStack())
        self._start()
        self.isolated: Isolation | None = None

    def make_person(self) -> Person:
        """Returns a person who has not written to the bot yet."""
        return self.standin.person(next(self._numbers))

    def restart(self) -> None:
        """Ends the program in good order, and starts it again over the same files and the same chats.

        It must be at rest.
        """
        self._program.close()
        self._start()

    def _start(self) -> None:
        self.store = open_store(self._place, self._key, self.standin.clock.moment())
        self._program.callback(self.store.close)
        self.writer = self._program.enter_context(Writer(self.store))
        self.bot = self._program.enter_context(BotInThread(make_client(self.standin), self.writer, self._assemble))

    def _assemble(self, telegram: Bot, outbox: WatchedOutbox) -> TelegramService:
        now = self.standin.clock.moment
        assembly = Assembly(self.trial_name, Metrics(), now, outbox=outbox, patience=HASTY)
        return assemble_bot(telegram, self.writer, assembly, Presence(self._folder / "serving"), UNHURRIED)
