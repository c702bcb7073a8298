"""One bot with one store for many scripts, each played by a person of its own at a stand-in for Telegram."""

import os
from contextlib import ExitStack
from datetime import datetime

os.environ.setdefault("PTB_TIMEDELTA", "1")

from telegram import Bot

from bot.channels.rate import EventRate, SendRates
from bot.channels.sending.pacing import Patience
from bot.channels.telegram.service.assembly import assemble_bot
from bot.channels.telegram.service.service import TelegramService
from bot.workbench.layers.bot_in_thread import BotInThread
from bot.workbench.layers.shared_program import SharedProgram
from bot.workbench.layers.watched_outbox import WatchedOutbox
from bot.workbench.telegram_standin import Person, Standin, StandinClock
from bot.workbench.telegram_standin.clients import make_client

UNHURRIED = SendRates(EventRate(10**6, 1e-9), EventRate(10**6, 1e-9))
"""Rates that hold nothing."""

HASTY = Patience(first_seconds=0.01, most_seconds=0.05)
"""How long what could not be sent waits: the stand-in is not overloaded."""


class SharedTelegramBot(SharedProgram):
    """One bot with one store, which serves from the first script to the last.

    `stack` ends it: the bot first, then its store, then the folder and the stand-in.
    """

    bot: BotInThread

    def __init__(self, trial: str, stack: ExitStack, now: datetime) -> None:
        self.standin = stack.enter_context(Standin(StandinClock(now)))
        super().__init__(trial, stack, self.standin.clock)

    def make_person(self) -> Person:
        """Returns a person who has not written to the bot yet."""
        return self.standin.person(next(self.numbers))

    def serve(self, program: ExitStack) -> None:
        """See `SharedProgram`."""
        self.bot = program.enter_context(BotInThread(make_client(self.standin), self.writer, self._assemble))

    def _assemble(self, telegram: Bot, outbox: WatchedOutbox) -> TelegramService:
        assembly = self.make_assembly(outbox=outbox, patience=HASTY)
        return assemble_bot(telegram, self.writer, assembly, self.make_presence(), UNHURRIED)
