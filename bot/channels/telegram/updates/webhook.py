"""The webhook: a web server that Telegram brings updates to. It answers 200 once an update is committed.

Nothing is remembered between requests.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hmac import compare_digest
from typing import Any

import orjson
from aiohttp import web

from bot.channels.handling.intake import Intake
from bot.channels.telegram.updates.webhook_registration import WebhookSettings
from bot.observability.connection_guard import CONNECTION_LIMITS, ConnectionLimits
from bot.observability.health_pages import Pages
from bot.observability.listening import STOP_SECONDS, listen
from storage.model.errors import Unavailable

MOST_BYTES = 2**20
"""A message has 4,096 characters at most, and comes with the one that it replies to: less than a tenth of this."""

BODY_SECONDS = 10.0
"""How long a body may take to come. Telegram, or the proxy before us, sends it with the head."""

AT_ONCE = 2
"""So many times as many requests as Telegram makes at once may be under way.

It gives up waiting for an answer, and brings the update again, while the first request still goes on.
"""

RETRY_SECONDS = 2
"""When Telegram is to bring an update again that could not be stored."""

SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header

_log = logging.getLogger(__name__)


@asynccontextmanager
async def serve_webhook(
    hook: WebhookSettings,
    intake: Intake,
    pages: Pages,
    *,
    stop_seconds: float = STOP_SECONDS,
    body_seconds: float = BODY_SECONDS,
    limits: ConnectionLimits = CONNECTION_LIMITS,
) -> AsyncIterator[int]:
    """Serves the webhook, and yields the port; Telegram is told of it by `register_webhook`.

    At the end it takes no more updates, and finishes those that are being taken.

    Raises `UsageFault` where it cannot listen.
    """
    app = pages.add_to(_WebhookHandler(hook, intake, body_seconds).make_app())
    async with listen(app, hook.address, stop_seconds, limits) as port:
        yield port


class _WebhookHandler:
    """Answers requests."""

    def __init__(self, hook: WebhookSettings, intake: Intake, body_seconds: float) -> None:
        self._hook, self._intake, self._body_seconds = hook, intake, body_seconds
        self._secret = hook.secret.encode()
        self._under_way = 0

    def make_app(self) -> web.Application:
        """Returns the route of the webhook; any other path is answered with 404."""
        app = web.Application(client_max_size=MOST_BYTES)
        app.router.add_post(self._hook.path, self._take)
        return app

    async def _take(self, request: web.Request) -> web.Response:
        """Answers one update: 200 when it is committed or a dead letter, 503 where Telegram is to bring it again.

        Strangers are refused before anything is read, and count for nothing.
        """
        if not compare_digest(request.headers.get(SECRET, "").encode("utf-8", "surrogateescape"), self._secret):
            self._intake.count("refused_secret")
            return web.Response(status=403)
        if request.content_type != "application/json":
            return web.Response(status=415)
        if self._under_way >= AT_ONCE * self._hook.connections:
            _log.warning("the webhook has %d requests under way, and takes no more just now", self._under_way)
            return _ask_to_retry()
        self._under_way += 1
        try:
            return await self._take_known(request)
        finally:
            self._under_way -= 1

    async def _take_known(self, request: web.Request) -> web.Response:
        """Answers an update that bears the secret."""
        try:
            async with asyncio.timeout(self._body_seconds):
                body = await request.read()
            number, update = read_update(body)
        except TimeoutError:
            return web.Response(status=408, headers={"Connection": "close"})
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
