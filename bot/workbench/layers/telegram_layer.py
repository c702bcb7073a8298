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

from bot.channels.rate import EventRate
from bot.channels.telegram.chat_state import read_chat_state
from bot.channels.telegram.delivery.pacing import Patience, SendPace
from bot.channels.telegram.delivery.rendering import ADDRESS
from bot.channels.telegram.service.assembly import assemble
from bot.channels.telegram.service.heartbeat_file import Presence
from bot.channels.telegram.service.service import Service
from bot.config.trial_catalogue import find_trial
from bot.observability.metrics import Metrics
from bot.workbench.layers.bot_in_thread import BotInThread, WatchedOutbox
from bot.workbench.layers.chat_reader import is_offer, is_session_message, join_pieces
from bot.workbench.layers.shared_clock import SharedTime
from bot.workbench.layers.temp_folder import make_temp_folder
from bot.workbench.telegram_standin import Person, Standin, StandinClock
from bot.workbench.telegram_standin.clients import make_client
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Event, Message, Said, Screening, Turn
from dialogs.testing.scripts.abuse import SECONDS_A_TURN
from dialogs.testing.scripts.blocks import Script
from dialogs.testing.scripts.layer import AbusableLayer
from storage.crypto.keys import make_key
from storage.database.address import make_file_address
from storage.features.chats import ChatStates
from storage.features.members import Members, Role
from storage.model.stored import InboundEvent
from storage.opening.location import StoreLocation
from storage.opening.opening import open_store
from storage.unit_of_work.batch import EventHandler
from storage.unit_of_work.writer_thread import Writer

CHANNEL = "script"

PEOPLE_AT_ONCE = 4
"""How many scripts are played at once: what they say shares commits, and more would only wait for the processor."""

UNHURRIED = EventRate(10**6, 1e-9)
"""A pace that holds nothing."""

HASTY = Patience(first_seconds=0.01, most_seconds=0.05)
"""How long what could not be sent waits: the stand-in is not overloaded."""


class Isolation(Protocol):
    """Gives scripts that disturb others a bot of their own."""

    def isolate(self, script: Script, now: datetime) -> AbstractContextManager[AbusableLayer]:
        """Gives a script a chat of which nobody else is disturbed."""


class SharedTelegramBot:
    """One bot with one store, which serves from the first script to the last; `chat` gives each script a person of its own.

    `stack` ends it: the bot first, then its store, then the folder and the stand-in.
    """

    def __init__(self, trial: str, stack: ExitStack, now: datetime) -> None:
        self.trial_name, self.trial = trial, find_trial(trial)
        self.view = Dialogue(self.trial).view
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

    def open_chat(self) -> "TelegramLayer":
        """Returns the layer for one script."""
        return TelegramLayer(self, self.standin.person(next(self._numbers)))

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

    def _assemble(self, telegram: Bot, post: WatchedOutbox) -> Service:
        pace = SendPace(asyncio.get_running_loop().time, UNHURRIED, UNHURRIED)
        presence = Presence(self._folder / "serving")
        now = self.standin.clock.moment
        return assemble(
            telegram, self.writer, self.trial_name,
            metrics=Metrics(), presence=presence, pace=pace, now=now, post=post, patience=HASTY,
        )  # fmt: skip


class TelegramLayer:
    """One screening of one person, in their chat with the bot."""

    def __init__(self, telegram: SharedTelegramBot, person: Person) -> None:
        self.telegram, self.trial = telegram, telegram.trial
        self.person = person
        self.address = f"{ADDRESS}{person.user.id}"
        self._last = 0.0
        self._seen = 0

    def begin(self, now: datetime) -> Turn:
        """Begins a screening for somebody who is let in by an invitation."""
        token: str = self._with_unit_of_work(lambda uow: Members(uow).invite(Role.TESTER, timedelta(days=1)))
        return self._turn(lambda: self.person.starts(token), now)

    def take_turn(self, screening: Screening, event: Event, now: datetime) -> Turn:
        """Lets the person say or tap something, and returns what they are shown."""
        del screening  # what the store kept is what counts
        if isinstance(event, Said):
            date = None if event.sent_at is None else event.sent_at.timestamp()
            return self._turn(lambda: self.person.sends(event.text, date=date), now)
        return self._turn(lambda: self._taps(event.number, event.key), now)

    def isolate(self, script: Script, now: datetime) -> AbstractContextManager[AbusableLayer]:
        """See `Sturdy`. The script gets a bot, a store and a stand-in of which no other script knows."""
        assert self.telegram.isolated is not None, (
            "only scripts that are played by `isolated_telegram.telegram` are rough"
        )
        return self.telegram.isolated.isolate(script, now)

    def get_time(self, now: datetime) -> float:
        """Returns when the person acts next, in seconds since 1970: others move the clock too, so they do when they are ready."""
        del now
        return self._last + SECONDS_A_TURN

    def _turn(self, act: Callable[[], object], now: datetime) -> Turn:
        """Lets the person act, and returns what they are told.

        Where the session offers to go on with the screening, they do.
        """
        with self.telegram.time.wait_until(self.get_time(now)) as self._last:
            told = self._collect_messages(act)
            if told and is_offer(told[-1]):
                told = self._collect_messages(lambda: self._taps(told[-1].number, told[-1].buttons[0].key))
            screening = self._screening()
            return Turn(
                screening, tuple(self._number_buttons(screening, each) for each in told if not is_session_message(each))
            )

    def _number_buttons(self, screening: Screening, message: Message) -> Message:
        """Returns a message with the numbers that stand beside its buttons where a script is written; no chat shows them."""
        return replace(message, numbered=self.telegram.view.count_numbered(screening, message.buttons))

    def _collect_messages(self, act: Callable[[], object]) -> list[Message]:
        """Lets the person act, and returns the messages that the bot sent after it, with those that nobody asked for."""
        ends = self.act_and_wait(act)
        sent = [each for each in self.person.sees() if each.id > self._seen and each.sender is not self.person.user]
        self._seen = self.person.chat.last_id
        return list(join_pieces(sent, ends))

    def act_and_wait(self, act: Callable[[], object]) -> list[int]:
        """Lets the person act, waits until the bot is at rest, and returns with which messages its answers ended."""
        return self.telegram.bot.act_and_wait(self.address, act)

    def _taps(self, number: int, data: str) -> None:
        self.person.taps_data(data, self.person.chat.messages[number])

    def _screening(self) -> Screening:
        """Returns the person's screening as it is kept; one that has no answer yet is kept in the state of the chat."""
        with self.telegram.store.reading() as repository:
            owned = repository.list_owned(self.address, 1)
        if owned:
            return owned[0].screening
        unstored: Screening = self._with_unit_of_work(
            lambda uow: read_chat_state(ChatStates(uow).read()).chat_state.unstored
        )
        return unstored

    def _with_unit_of_work(self, handle: EventHandler) -> Any:
        inbound = InboundEvent(CHANNEL, uuid4().hex, self.address, self.address, self.telegram.standin.clock.moment())
        return self.telegram.writer.submit(inbound, handle).result().value
