"""The webhook: a web server that Telegram brings updates to. It answers 200 once an update is committed.

Nothing is remembered between requests.
"""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hmac import compare_digest
from typing import Any

import orjson
from aiohttp import web
from telegram import Bot

from bot.channels.handling.intake import Intake
from bot.channels.telegram.updates.webhook_registration import WebhookSettings, register_webhook
from bot.observability.health_pages import STOP_SECONDS, Pages, listen
from storage.model.errors import Unavailable

MOST_BYTES = 2**20
"""A message has 4,096 characters at most, and comes with the one that it replies to: less than a tenth of this."""

RETRY_SECONDS = 2
"""When Telegram is to bring an update again that could not be stored."""

SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header

_log = logging.getLogger(__name__)


@asynccontextmanager
async def serve_webhook(
    hook: WebhookSettings, intake: Intake, pages: Pages, bot: Bot | None = None, *, stop_seconds: float = STOP_SECONDS
) -> AsyncIterator[int]:
    """Serves the webhook, and yields the port. Telegram is told of it if a bot is given.

    At the end it takes no more updates, and finishes those that are being taken.

    Raises `UsageFault` where it cannot listen, or Telegram cannot be told.
    """
    app = pages.add_to(_WebhookHandler(hook, intake).make_app())
    async with listen(app, hook.address, stop_seconds) as port:
        if bot is not None:
            await register_webhook(bot, hook)
        yield port


class _WebhookHandler:
    """Answers requests."""

    def __init__(self, hook: WebhookSettings, intake: Intake) -> None:
        self._hook, self._intake = hook, intake
        self._secret = hook.secret.encode()

    def make_app(self) -> web.Application:
        """Returns the route of the webhook; any other path is answered with 404."""
        app = web.Application(client_max_size=MOST_BYTES)
        app.router.add_post(self._hook.path, self._take)
        return app

    async def _take(self, request: web.Request) -> web.Response:
        """Answers one update: 200 when it is committed or a dead letter, 503 where Telegram is to bring it again."""
        if not compare_digest(request.headers.get(SECRET, "").encode("utf-8", "surrogateescape"), self._secret):
            self._intake.count("refused_secret")
            return web.Response(status=403)
        if request.content_type != "application/json":
            return web.Response(status=415)
        try:
            number, update = read_update(await request.read())
        except web.HTTPRequestEntityTooLarge:
            return web.Response(status=413)
        except ValueError:
            _log.warning("a request to the webhook holds no update")
            return web.Response(status=400)
        try:
            await self._intake.take_once(number, update)
        except Unavailable:
            _log.warning("update %d waits: the database cannot keep it just now", number)
            return _ask_to_retry()
        return web.Response()


def read_update(body: bytes) -> tuple[int, dict[str, Any]]:
    """Returns the update in a body, with its id; raises `ValueError` where there is none."""
    update = orjson.loads(body)
    number = update.get("update_id") if isinstance(update, dict) else None
    if type(number) is not int:
        raise ValueError("no update")
    return number, update


def _ask_to_retry() -> web.Response:
    return web.Response(status=503, headers={"Retry-After": str(RETRY_SECONDS)})
