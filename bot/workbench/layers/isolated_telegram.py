"""A bot on Telegram for abuse scripts, one at a time, so that its restarts and lost connections disturb no other."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from threading import Lock
from typing import Any

import orjson

from bot.workbench.layers.shared_telegram_bot import SharedTelegramBot
from bot.workbench.layers.telegram_layer import TelegramLayer
from dialogs.conversation.messages import Message
from dialogs.conversation.screening import Event, Said, Screening, Turn
from dialogs.testing.scripts.format.blocks import MeBlock, Script

SPARE = timedelta(hours=1)
"""How long before midnight a bot serves its last script: dates are read against the day."""


def make_telegram_bot(trial: str, stack: ExitStack, now: datetime) -> SharedTelegramBot:
    """Returns a bot for scripts, with isolated ones for the scripts that disturb it; `stack` ends them all."""
    made = SharedTelegramBot(trial, stack, now)
    made.isolated = IsolatedBots(trial, stack)
    return made


class IsolatedBots:
    """Where abuse scripts are played.

    They share a bot, whose clock is a little later for each; one that moves the clock has its own.
    """

    def __init__(self, trial: str, stack: ExitStack) -> None:
        self._trial = trial
        self._stack = stack.enter_context(ExitStack())
        self._telegram: SharedTelegramBot | None = None
        self._numbers = count(1)
        self._turn = Lock()

    @contextmanager
    def isolate(self, script: Script, now: datetime) -> Iterator["IsolatedTelegramLayer"]:
        """Gives a script a chat of which nobody else is disturbed."""
        if moves_clock(script):
            with ExitStack() as stack:
                yield IsolatedTelegramLayer(SharedTelegramBot(self._trial, stack, now), 1, now)
            return
        with self._turn:
            try:
                yield IsolatedTelegramLayer(self._shared(now), next(self._numbers), now)
            except BaseException:
                self._telegram = None  # whatever state it is in
                raise

    def _shared(self, now: datetime) -> SharedTelegramBot:
        if self._telegram is None or not now <= self._telegram.standin.clock.moment() <= _latest_clock(now):
            self._stack.close()
            self._telegram = SharedTelegramBot(self._trial, self._stack, now)
        return self._telegram


class IsolatedTelegramLayer(TelegramLayer):
    """The chat of one person with a bot that serves nobody else meanwhile.

    Its clock may be later than the script's, by a fixed time.
    """

    def __init__(self, telegram: SharedTelegramBot, number: int, now: datetime) -> None:
        super().__init__(telegram, telegram.standin.person(number))
        self._later = telegram.standin.clock.moment() - now
        self._is_dropping = False

    def take_turn(self, screening: Screening, event: Event, now: datetime) -> Turn:
        """See `Layer`. What was sent at a time of the script's was sent at the bot's."""
        if isinstance(event, Said) and event.sent_at is not None:
            event = replace(event, sent_at=event.sent_at + self._later)
        return super().take_turn(screening, event, now)

    def get_time(self, now: datetime) -> float:
        """Returns the time of the turn: nobody else moves the clock."""
        return (now + self._later).timestamp()

    def restart(self, now: datetime) -> None:
        """Ends the bot in good order, and starts it again over the same files and the same chat."""
        with self.telegram.time.wait_until(self.get_time(now)):
            self.telegram.restart()

    def drop_network(self) -> None:
        """Lets the next update come again once it was handled, and the first two attempts to send the answer fail."""
        self._is_dropping = True

    def act_and_wait(self, act: Callable[[], object]) -> dict[int, Message]:
        """Lets the person act, also over a network that drops."""
        if not self._is_dropping:
            return super().act_and_wait(act)
        self._is_dropping = False
        self.telegram.standin.faults.next("internal_error", "reset_before", methods=["sendMessage"])
        taken: dict[str, Any] = {}
        ends = super().act_and_wait(lambda: taken.update(self._update_of(act)))
        return ends | self.telegram.bot.deliver_again(self.address, taken)

    def _update_of(self, act: Callable[[], object]) -> dict[str, Any]:
        """Lets the person act, and returns the update that it becomes."""
        standin = self.telegram.standin
        with standin.world.lock:
            act()
            *_, newest = standin.bot.updates
        update: dict[str, Any] = orjson.loads(newest.body)
        return update


def moves_clock(script: Script) -> bool:
    """Says whether a script moves its clock."""
    return any(word.name == "clock" for block in script.blocks if isinstance(block, MeBlock) for word in block.words)


def _latest_clock(now: datetime) -> datetime:
    """Returns until when a bot's clock is as good as the script's, which stands at `now`."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1) - SPARE
