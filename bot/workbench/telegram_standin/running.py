"""A running stand-in, and what tests ask of it."""

from collections.abc import Callable
from pathlib import Path
from time import monotonic

import orjson

from bot.workbench.standin_clock import StandinClock
from bot.workbench.telegram_standin.bots import Bot
from bot.workbench.telegram_standin.groups import Group
from bot.workbench.telegram_standin.people import Person
from bot.workbench.telegram_standin.server_thread import ServerPace, ServerThread
from bot.workbench.telegram_standin.transcript import format_transcript
from bot.workbench.telegram_standin.users import User
from bot.workbench.telegram_standin.world import World

TOKEN = "42:a-token-for-the-stand-in-only"
STILL_SECONDS = 0.1
MOST_AT_ONCE_SECONDS = 0.2


class Standin(ServerThread):
    """The Bot API on a free port of 127.0.0.1, in a thread of its own; a context manager.

    `limits` switches Telegram's pace on. What tests do may come from any thread; waits block, so that asynchronous
    tests call them through `asyncio.to_thread`.
    """

    def __init__(
        self,
        clock: StandinClock | None = None,
        *,
        port: int = 0,
        seed: int = 0,
        limits: bool = False,
        pace: ServerPace | None = None,
        token: str = TOKEN,
    ) -> None:
        super().__init__(World(clock, seed), port, pace or ServerPace())
        self.bot = self.world.add_bot(token, "bot", limits=limits)
        self.clock, self.faults, self.counters = self.world.clock, self.world.faults, self.world.counters

    def add_bot(self, token: str, name: str, *, limits: bool = False) -> Bot:
        """Adds another bot."""
        with self.world.lock:
            return self.world.add_bot(token, name, limits=limits)

    def person(self, number: int, name: str = "", bot: Bot | None = None) -> Person:
        """Returns a person who writes to a bot; the bot does not know the person before the first message."""
        with self.world.lock:
            user = self.world.people.setdefault(number, User(number, name or f"Person {number}"))
        return Person(self.world, bot or self.bot, user)

    def group(self, number: int, title: str, bot: Bot | None = None) -> Group:
        """Returns a group that the bot is in; its number is negative."""
        return Group(self.world, bot or self.bot, number, title)

    def put(self, update: dict[str, object] | bytes, queue: object = None, bot: Bot | None = None) -> int:
        """Puts any update into the queue, and returns its number.

        An object gets its number as update_id; bytes are delivered as they are, which breaks a whole getUpdates answer
        if they are no JSON.
        """
        updates = (bot or self.bot).updates
        with self.world.lock:
            body = update if isinstance(update, bytes) else orjson.dumps(update | {"update_id": updates.next_id})
            return updates.put_raw(body, queue).id

    def transcript(self, chat: int, *, times: bool = True, bot: Bot | None = None) -> str:
        """Returns what happened in a chat, as text."""
        with self.world.lock:
            return format_transcript((bot or self.bot).chats[chat], times=times)

    def save_transcripts(self, folder: Path) -> None:
        """Writes the transcript of every chat into a folder, one file for each."""
        for bot in self.world.bots.values():
            for chat in list(bot.chats):
                (folder / f"{bot.account.id}-{chat}.txt").write_text(self.transcript(chat, bot=bot), encoding="utf-8")

    def wait_for(self, predicate: Callable[[], object], timeout: float = 10.0) -> None:
        """Waits until something is true; a TimeoutError if it does not become true."""
        with self.world.lock:
            if not self.world.moved.wait_for(predicate, timeout):
                raise TimeoutError(
                    f"The stand-in waited {timeout:g} seconds in vain; {self.world.count_waiting()} updates still wait"
                )

    def quiet(self, timeout: float = 10.0, still: float = STILL_SECONDS) -> None:
        """Waits until no update waits or is on its way, no call is being answered, and nothing has moved lately.

        Where the machine stalls, that counts as one short wait: nobody could have moved meanwhile.
        """
        waited, before = 0.0, monotonic()
        world = self.world
        with world.lock:
            while True:
                now = monotonic()
                waited, before = waited + min(now - before, MOST_AT_ONCE_SECONDS), now
                left = world.quiet_since + still - now
                is_idle = not world.busy and not world.count_waiting()
                if is_idle and left <= 0:
                    return
                if waited > timeout:
                    raise TimeoutError(
                        f"The stand-in was not quiet within {timeout:g} seconds; {world.count_waiting()} updates wait,"
                        f" {world.busy} calls go on"
                    )
                world.moved.wait(max(left, 0.005) if is_idle else 0.05)
