"""The request for updates: it is made again and again until Telegram answers it.

`Bot.get_updates` parses a whole answer at once and fails with any part of it, and it logs every update at DEBUG. So the
request goes through the bot's HTTP client: its `retrieve` raises the library's errors and logs nothing of the answer.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import orjson
from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.channels.backoff import Backoff
from bot.channels.telegram.delivery.api_errors import get_retry_after
from bot.channels.telegram.token_check import BAD_TOKEN, TokenCheck
from bot.channels.telegram.updates.ack_window import LIMIT, AckWindow
from bot.channels.telegram.updates.conflicts import Conflicts
from bot.channels.telegram.updates.poll_watch import PollWatch
from bot.channels.telegram.updates.update_answer import Garbled, read_updates
from bot.channels.telegram.updates.update_parser import ALLOWED
from bot.config.errors import UsageFault

SPARE_SECONDS = 10
"""How much longer an answer is waited for than Telegram may hold it back."""

FAULT_WAITS = Backoff(0.5, 30)
CONFLICT_WAITS = Backoff(0.5, 4)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Timing:
    """How long polling waits, in seconds.

    `again` is how soon the same is asked for once more, for the sake of chats that come after a slow one. If that is
    within half a second, Telegram answers with a single update (telegram-bot-api, Client.cpp,
    process_get_updates_query).
    """

    poll: int = 30
    again: float = 0.6
    stop: float = 5
    faults: Backoff = FAULT_WAITS
    conflicts: Backoff = CONFLICT_WAITS
    settled: float = 60


TIMING = Timing()


class UpdateRequest:
    """Asks for the updates of a window, and confirms those before its offset.

    Where an answer is garbled, the next updates are asked for one by one. `confirmed` is the last offset that Telegram
    answered. `watch` is told of each answer, and `token` is asked where Telegram refuses it.
    """

    def __init__(self, bot: Bot, window: AckWindow, timing: Timing, watch: PollWatch, token: TokenCheck) -> None:
        self.confirmed = 0
        self._bot, self._window, self._timing, self._watch, self._token = bot, window, timing, watch, token
        self._one_by_one = 0

    async def ask(self, conflicts: Conflicts) -> list[tuple[int, Any]]:
        """Asks until Telegram answers, and returns the updates with their ids.

        Raises `UsageFault` where Telegram refuses the token for good, or gives the updates to another process.
        """
        tries = 0
        while True:
            limit = 1 if self._one_by_one else LIMIT
            try:
                is_dead = bool(tries) and not self._watch.is_alive()
                updates = await self._ask_once(limit, is_hasty=is_dead)  # that it has recovered shows at once
            except InvalidToken as fault:
                if await self._token.is_refused():
                    raise UsageFault(BAD_TOKEN) from fault
                wait = self._timing.faults.wait_seconds(tries)
                _log.warning("polling was refused, but the token is not; once more in %.1f seconds", wait)
            except Conflict as fault:
                wait = self._timing.conflicts.wait_seconds(conflicts.note(fault, time.monotonic()) - 1)
                _log.warning("polling is in conflict with another poll or a webhook; once more in %.1f seconds", wait)
            except RetryAfter as fault:
                wait = max(get_retry_after(fault), self._timing.faults.wait_seconds(tries))
                _log.warning("Telegram wants to be asked again in %.1f seconds", wait)
            except TelegramError as fault:
                self._one_by_one = LIMIT if isinstance(fault, Garbled) else self._one_by_one
                wait = self._timing.faults.wait_seconds(tries)
                _log.warning("polling failed: %s; once more in %.1f seconds", type(fault).__name__, wait)
            else:
                self._one_by_one = max(0, self._one_by_one - 1)
                self._watch.note_answer()
                return updates
            tries += 1
            await asyncio.sleep(wait)

    async def confirm(self, offset: int) -> None:
        """Confirms all updates before an offset, and takes none. Raises what python-telegram-bot raises."""
        await self._retrieve(offset, 1, 0)

    async def _ask_once(self, limit: int, *, is_hasty: bool) -> list[tuple[int, Any]]:
        offset = self._window.confirm()
        is_hasty = is_hasty or bool(self._window.uncommitted)
        answer = await self._retrieve(offset, limit, 0 if is_hasty else self._timing.poll)
        updates = read_updates(answer, offset, limit)
        self.confirmed = offset
        return updates

    def _retrieve(self, offset: int, limit: int, seconds: int) -> Awaitable[bytes]:
        """Asks for updates from an offset on, and waits for the first one up to some seconds."""
        query = {"offset": offset, "limit": limit, "timeout": seconds, "allowed_updates": _ALLOWED}
        url = f"{self._bot.base_url}/getUpdates?{urlencode(query)}"
        return self._bot.request.retrieve(url, read_timeout=seconds + SPARE_SECONDS)


_ALLOWED = orjson.dumps(ALLOWED).decode()
