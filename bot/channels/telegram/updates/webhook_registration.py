"""The settings of a webhook, and how Telegram is told of them."""

import asyncio
import logging
import re
from dataclasses import dataclass, field
from itertools import count as numbers
from urllib.parse import urlsplit

from telegram import Bot
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.channels.backoff import Backoff, pause
from bot.channels.telegram.delivery.api_errors import get_retry_after
from bot.channels.telegram.token_check import BAD_TOKEN, TokenCheck
from bot.channels.telegram.updates.update_parser import ALLOWED
from bot.config.errors import UsageFault
from bot.observability.health_pages import PATHS
from bot.observability.listening import ListenAddress

TELL_WAITS = Backoff(0.5, 30)

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WebhookSettings:
    """Where the server listens, what Telegram must know, and under which public URL Telegram finds the server.

    Without a URL, Telegram is not told.

    Making one raises `UsageFault` where Telegram would refuse it, or where it would be no protection.
    """

    address: ListenAddress
    path: str
    secret: str = field(repr=False)
    url: str = ""
    connections: int = 40

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", self.secret):
            raise UsageFault(
                "The webhook's secret token must be 1 to 256 of the characters A-Z, a-z, 0-9, _ and -: choose"
                " another one"
            )
        if not re.fullmatch(r"/[A-Za-z0-9_./~-]+", self.path) or self.path in PATHS:
            raise UsageFault(
                f"The webhook's path {self.path!r} cannot be served: it begins with /, as in /telegram, and is no page"
                " of ours"
            )
        if not 1 <= self.connections <= 100:  # noqa: PLR2004 - Bot API, setWebhook
            raise UsageFault(f"The webhook's number of connections is {self.connections}: Telegram takes 1 to 100")
        if self.url:
            _check_url(self.url)


async def register_webhook(
    bot: Bot, hook: WebhookSettings, token: TokenCheck, stopping: asyncio.Event, waits: Backoff = TELL_WAITS
) -> None:
    """Tells Telegram where to bring updates, however often it needs to try, until it is time to stop.

    It does nothing for a hook without a public URL. Raises `UsageFault` where Telegram does not take the URL, or
    refuses the token for good.
    """
    for tries in numbers() if hook.url else ():
        if stopping.is_set():
            return
        try:
            await bot.set_webhook(
                hook.url, secret_token=hook.secret, allowed_updates=ALLOWED, max_connections=hook.connections
            )
        except BadRequest as fault:
            raise UsageFault(
                f"Telegram does not take the webhook's public URL ({fault.message}): correct the URL"
            ) from fault
        except TelegramError as fault:
            if isinstance(fault, InvalidToken) and await token.is_refused(stopping):
                raise UsageFault(BAD_TOKEN) from fault
            wait = max(waits.wait_seconds(tries), get_retry_after(fault))
            _log.warning(
                "telling Telegram of the webhook failed: %s; once more in %.1f seconds", type(fault).__name__, wait
            )
            await pause(stopping, wait)
        else:
            return


def _check_url(url: str) -> None:
    """Raises where updates would travel in the clear."""
    try:
        parts = urlsplit(url)
        is_good = bool(parts.hostname) and (
            parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
        )
    except ValueError:
        is_good = False
    if not is_good:
        raise UsageFault(
            "The webhook's public URL must begin with https:// and a host name: Telegram brings updates in no other way"
        )
