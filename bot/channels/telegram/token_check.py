"""The token check: whether Telegram refuses the bot's token for good, or answered amiss for a moment.

The Bot API answers a wrong token with 401 or 404 (core.telegram.org/bots/api#making-requests). So may a proxy, or
Telegram itself while it is out of order. Of python-telegram-bot, both come as `InvalidToken`.
"""

import asyncio
import logging
from collections.abc import Sequence

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

CONFIRM_SECONDS = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
"""How long is waited before getMe is asked each time. Together they are over a minute."""

BAD_TOKEN = (
    "Telegram does not know the bot's token: take it from @BotFather again, correct TRIALSCREEN_TELEGRAM_TOKEN or its"  # noqa: S105
    " file, and start again"
)

ODD_ANSWER = (KeyError, TypeError, ValueError, AttributeError)
"""What python-telegram-bot raises where an answer is none of those that the Bot API gives."""

_log = logging.getLogger(__name__)


class TokenCheck:
    """Checks one bot's token. Whoever meets a refusal asks here, and goes on unless it is confirmed.

    It is confirmed where getMe is refused each time. Any other answer, or none, ends the check: it was no refusal for
    good.
    """

    def __init__(self, bot: Bot, waits: Sequence[float] = CONFIRM_SECONDS) -> None:
        self._bot, self._waits = bot, waits
        self._asking = asyncio.Lock()
        self._is_confirmed = False
        self._unconfirmed = 0

    async def is_refused(self, leaving: asyncio.Event | None = None) -> bool:
        """Says whether the token is refused for good; those who ask at once share a check.

        Says no where it is time to leave meanwhile.
        """
        leaves = asyncio.create_task((leaving or asyncio.Event()).wait())
        asks = asyncio.create_task(self._confirm())
        try:
            await asyncio.wait({asks, leaves}, return_when=asyncio.FIRST_COMPLETED)
            return asks.done() and asks.result()
        finally:
            for task in (asks, leaves):
                task.cancel()
            await asyncio.gather(asks, leaves, return_exceptions=True)

    async def _confirm(self) -> bool:
        before = self._unconfirmed
        async with self._asking:
            if self._is_confirmed or self._unconfirmed > before:
                return self._is_confirmed
            for wait in self._waits:
                _log.warning("Telegram refused the bot's token; getMe is asked in %.1f seconds", wait)
                await asyncio.sleep(wait)
                if not await self._is_refused_now():
                    self._unconfirmed += 1
                    return False
            self._is_confirmed = True
            return True

    async def _is_refused_now(self) -> bool:
        try:
            await self._bot.get_me()
        except InvalidToken:
            return True
        except (TelegramError, *ODD_ANSWER):
            return False
        return False
