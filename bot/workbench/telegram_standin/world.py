"""The world of a stand-in: its clock, its bots, and the lock that all of it stands under."""

import asyncio
from collections.abc import Callable
from itertools import count
from threading import Condition, RLock
from time import monotonic

from bot.workbench.standin_clock import StandinClock
from bot.workbench.telegram_standin.bots import Bot
from bot.workbench.telegram_standin.chats import Chat
from bot.workbench.telegram_standin.counters import Counters
from bot.workbench.telegram_standin.faults import Faults
from bot.workbench.telegram_standin.limits import BotLimits
from bot.workbench.telegram_standin.updates import Updates
from bot.workbench.telegram_standin.users import User


class World:
    """What the server, the people and the tests share. Whoever reads or changes it holds `lock`."""

    def __init__(self, clock: StandinClock | None = None, seed: int = 0) -> None:
        self.lock = RLock()
        self.moved = Condition(self.lock)
        self.clock = clock or StandinClock()
        self.faults = Faults(seed)
        self.counters = Counters()
        self.bots: dict[str, Bot] = {}
        self.people: dict[int, User] = {}
        self.deep_links: dict[
            int, str
        ] = {}  # what a person's START button carries (core.telegram.org/bots/features#deep-linking)
        self.tap_numbers = count(4_000_000_000_000_000_001)
        self.busy = 0
        self.quiet_since = monotonic()
        self.loop: asyncio.AbstractEventLoop | None = None
        self.listeners: list[Callable[[], None]] = []
        self.is_woken = False
        self.clock.watch(self.wake)

    def add_bot(self, token: str, name: str, *, limits: bool = False) -> Bot:
        """Adds a bot; the number in its token is its id."""
        number, _, _ = token.partition(":")
        if not number.isdigit():
            raise ValueError(f"The token of {name} does not begin with a number and a colon: use one such as 42:test")
        account = User(int(number), name, username=f"{name}_bot", is_bot=True)
        self.bots[token] = Bot(
            token, account, self.clock, Updates(self.clock, self.wake), BotLimits(self.clock, on=limits)
        )
        return self.bots[token]

    def chat_with(self, bot: Bot, person: User) -> Chat:
        """Returns the private chat of a person with a bot; it comes into being here."""
        return bot.chats.setdefault(person.id, Chat(person.id, "private", person.name, person))

    def notify(self) -> None:
        """Tells those who wait for something that something happened; the lock is held."""
        self.quiet_since = monotonic()
        self.moved.notify_all()

    def wake(self) -> None:
        """Lets polls and webhooks look whether something is there for them; may be called from any thread."""
        with self.lock:
            self.notify()
            if self.loop is None or self.is_woken or self.loop.is_closed():
                return
            self.is_woken = True
            self.loop.call_soon_threadsafe(self._woken)

    def _woken(self) -> None:
        with self.lock:
            self.is_woken = False
        for listener in list(self.listeners):
            listener()

    def count_waiting(self) -> int:
        """Returns how many updates wait, or are just being delivered."""
        return sum(len(bot.updates) + bot.hook.in_flight for bot in self.bots.values())
