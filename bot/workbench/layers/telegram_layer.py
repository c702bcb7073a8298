"""Telegram as a layer for scripts: a person at a stand-in for Telegram says to the whole bot, over HTTP, what each script says."""

import asyncio
import os
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any, Protocol
from uuid import uuid4

os.environ.setdefault("PTB_TIMEDELTA", "1")

from telegram import Bot

from bot.channels.rate import Rate
from bot.channels.telegram.chat_state import read_seat
from bot.channels.telegram.delivery.pacing import Pace, Patience
from bot.channels.telegram.delivery.rendering import ADDRESS
from bot.channels.telegram.service.assembly import assembled
from bot.channels.telegram.service.heartbeat_file import Presence
from bot.channels.telegram.service.service import Service
from bot.config.trial_catalogue import find
from bot.observability.metrics import Metrics
from bot.workbench.layers.bot_in_thread import Attended, WatchedPost
from bot.workbench.layers.chat_reader import is_offer, is_the_desks, joined
from bot.workbench.layers.shared_clock import SharedTime
from bot.workbench.layers.temp_folder import scratch
from bot.workbench.telegram_standin import Clock, Person, Standin
from bot.workbench.telegram_standin.clients import client
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Event, Message, Said, Screening, Turn
from dialogs.testing.scripts.abuse import SECONDS_A_TURN
from dialogs.testing.scripts.blocks import Script
from dialogs.testing.scripts.layer import Rough
from storage.crypto.keys import new_key
from storage.database.address import file_address
from storage.features.chats import Chats
from storage.features.members import Access, Role
from storage.model.stored import Incoming
from storage.opening.location import Place
from storage.opening.opening import open_store
from storage.unit_of_work.store import Handler
from storage.unit_of_work.writer_thread import Writer

CHANNEL = "script"

PEOPLE_AT_ONCE = 4
"""How many scripts are played at once: what they say shares commits, and more would only wait for the processor."""

UNHURRIED = Rate(10**6, 1e-9)
"""A pace that holds nothing."""

HASTY = Patience(first_seconds=0.01, most_seconds=0.05)
"""How long what could not be sent waits: the stand-in is not overloaded."""


class Isolation(Protocol):
    """Gives scripts that disturb others a bot of their own."""

    def apart(self, script: Script, now: datetime) -> AbstractContextManager[Rough]:
        """Gives a script a chat of which nobody else is disturbed."""


class Telegram:
    """One bot with one store, which serves from the first script to the last; `chat` gives each script a person of its own.

    `stack` ends it: the bot first, then its store, then the folder and the stand-in.
    """

    def __init__(self, trial: str, stack: ExitStack, now: datetime) -> None:
        self.trial_name, self.trial = trial, find(trial)
        self.view = Dialogue(self.trial).view
        self.standin = stack.enter_context(Standin(Clock(now)))
        self._folder = stack.enter_context(scratch())
        self._place = Place(file_address(self._folder / "screenings.db"), self._folder / "anchor", self._folder / "forgotten")
        self._key = new_key()
        self.time = SharedTime(self.standin.clock)
        self._numbers = count(1)
        self._program = stack.enter_context(ExitStack())
        self._start()
        self.aside: Isolation | None = None

    def chat(self) -> "ThroughTelegram":
        """Returns the layer for one script."""
        return ThroughTelegram(self, self.standin.person(next(self._numbers)))

    def restart(self) -> None:
        """Ends the program in good order, and starts it again over the same files and the same chats. It must be at rest."""
        self._program.close()
        self._start()

    def _start(self) -> None:
        self.store = open_store(self._place, self._key, self.standin.clock.moment())
        self._program.callback(self.store.close)
        self.writer = self._program.enter_context(Writer(self.store))
        self.bot = self._program.enter_context(Attended(client(self.standin), self.writer, self._assembled))

    def _assembled(self, telegram: Bot, post: WatchedPost) -> Service:
        pace = Pace(asyncio.get_running_loop().time, UNHURRIED, UNHURRIED)
        presence = Presence(self._folder / "serving")
        now = self.standin.clock.moment
        return assembled(
            telegram, self.writer, self.trial_name,
            metrics=Metrics(), presence=presence, pace=pace, now=now, post=post, patience=HASTY,
        )  # fmt: skip


class ThroughTelegram:
    """One screening of one person, in their chat with the bot."""

    def __init__(self, telegram: Telegram, person: Person) -> None:
        self.telegram, self.trial = telegram, telegram.trial
        self.person = person
        self.address = f"{ADDRESS}{person.user.id}"
        self._last = 0.0
        self._seen = 0

    def begin(self, now: datetime) -> Turn:
        """Begins a screening for somebody who is let in by an invitation."""
        token: str = self._at_desk(lambda desk: Access(desk).invite(Role.TESTER, timedelta(days=1)))
        return self._turn(lambda: self.person.starts(token), now)

    def turn(self, screening: Screening, event: Event, now: datetime) -> Turn:
        """Lets the person say or tap something, and returns what they are shown."""
        del screening  # what the store kept is what counts
        if isinstance(event, Said):
            date = None if event.sent_at is None else event.sent_at.timestamp()
            return self._turn(lambda: self.person.sends(event.text, date=date), now)
        return self._turn(lambda: self._taps(event.number, event.key), now)

    def apart(self, script: Script, now: datetime) -> AbstractContextManager[Rough]:
        """See `Sturdy`. The script gets a bot, a store and a stand-in of which no other script knows."""
        assert self.telegram.aside is not None, "only scripts that are played by `isolated_telegram.telegram` are rough"
        return self.telegram.aside.apart(script, now)

    def moment(self, now: datetime) -> float:
        """Returns when the person acts next, in seconds since 1970: others move the clock too, so they do when they are ready."""
        del now
        return self._last + SECONDS_A_TURN

    def _turn(self, act: Callable[[], object], now: datetime) -> Turn:
        """Lets the person act, and returns what they are told. Where the desk offers to go on with the screening, they do."""
        with self.telegram.time.at(self.moment(now)) as self._last:
            told = self._told(act)
            if told and is_offer(told[-1]):
                told = self._told(lambda: self._taps(told[-1].number, told[-1].buttons[0].key))
            screening = self._screening()
            return Turn(screening, tuple(self._numbered(screening, each) for each in told if not is_the_desks(each)))

    def _numbered(self, screening: Screening, message: Message) -> Message:
        """Returns a message with the numbers that stand beside its buttons where a script is written; no chat shows them."""
        return replace(message, numbered=self.telegram.view.numbered(screening, message.buttons))

    def _told(self, act: Callable[[], object]) -> list[Message]:
        """Lets the person act, and returns the messages that the bot sent after it, with those that nobody asked for."""
        ends = self.ends_after(act)
        sent = [each for each in self.person.sees() if each.id > self._seen and each.sender is not self.person.user]
        self._seen = self.person.chat.last_id
        return list(joined(sent, ends))

    def ends_after(self, act: Callable[[], object]) -> list[int]:
        """Lets the person act, waits until the bot is at rest, and returns with which messages its answers ended."""
        return self.telegram.bot.after(self.address, act)

    def _taps(self, number: int, data: str) -> None:
        self.person.taps_data(data, self.person.chat.messages[number])

    def _screening(self) -> Screening:
        """Returns the person's screening as it is kept; one that has no answer yet is kept at the seat of the chat."""
        with self.telegram.store.reading() as shelf:
            owned = shelf.owned(self.address, 1)
        if owned:
            return owned[0].screening
        unkept: Screening = self._at_desk(lambda desk: read_seat(Chats(desk).seat()).seat.unkept)
        return unkept

    def _at_desk(self, handle: Handler) -> Any:
        incoming = Incoming(CHANNEL, uuid4().hex, self.address, self.address, self.telegram.standin.clock.moment())
        return self.telegram.writer.submit(incoming, handle).result().value
