"""The door: who may speak here, and how a request becomes a turn of the dialogue.

Texts and answers are never logged.
"""

import asyncio
import logging
from collections.abc import Callable
from hmac import compare_digest

from aiohttp import web

from bot.observability.connection_guard import WebHandler
from bot.observability.error_description import format_error
from bot.workbench.http.address import is_this_machine
from bot.workbench.http.rate_limit import RequestLimit, RequestLimiter
from bot.workbench.http.requests import read_saying
from bot.workbench.http.responses import RequestRefused, make_json_response, make_refusal_response, reword_refusal
from bot.workbench.http.sessions import Sessions
from dialogs.testing.scripts.playing.played import Exchange

MOST_BYTES = 65_536
"""The longest session and text fit, even where every character is written as an escape."""

BODY_SECONDS = 10.0
"""How long a body may take to arrive."""

FAILED = (
    "This went wrong in here, and not by your request: please report it. The session stands where it was; say it again."
)

_log = logging.getLogger(__name__)


class RequestHandlers:
    """Answers requests. `seconds` is a clock that nobody sets."""

    def __init__(
        self,
        sessions: Sessions,
        key: str,
        seconds: Callable[[], float],
        *,
        limit: RequestLimit | None = None,
        body_seconds: float = BODY_SECONDS,
    ) -> None:
        self.sessions, self.seconds, self.body_seconds = sessions, seconds, body_seconds
        self._bearer = b"Bearer " + key.encode()
        self._pace = RequestLimiter(limit or RequestLimit())

    def make_app(self) -> web.Application:
        """Returns the routes. No other site's page may use them: no header of ours lets a browser."""
        app = web.Application(client_max_size=MOST_BYTES, middlewares=[self._guarded])
        app.router.add_post("/", self._say)
        app.router.add_get("/health", self._health)
        return app

    @web.middleware
    async def _guarded(self, request: web.Request, handler: WebHandler) -> web.StreamResponse:
        """Lets a request in, or refuses it; whatever goes wrong, the answer is JSON and one sentence."""
        try:
            self._check_host(request)
            with self._pace.admit(self.seconds()):
                if request.path != "/health":
                    self._check_key(request)
                return await handler(request)
        except RequestRefused as refused:
            return make_refusal_response(refused)
        except web.HTTPException as fault:
            return make_refusal_response(reword_refusal(fault, MOST_BYTES))
        except Exception as fault:  # noqa: BLE001 - what it says could hold an answer
            _log.error("a request failed: %s", format_error(fault))
            return make_refusal_response(RequestRefused(500, FAILED))

    def _check_host(self, request: web.Request) -> None:
        """Raises where a name of another machine leads here: a page in a browser could have made it do so."""
        host, colon, port = request.host.rpartition(":")
        if not is_this_machine(host if colon and port.isdigit() else request.host):
            raise RequestRefused(403, "The request is addressed to another host: use 127.0.0.1, [::1] or localhost.")

    def _check_key(self, request: web.Request) -> None:
        given = request.headers.get("Authorization", "").encode("utf-8", "surrogateescape")
        if not compare_digest(given, self._bearer):
            raise RequestRefused(
                401,
                "The key is missing or wrong: send it as 'Authorization: Bearer KEY'.",
                {"WWW-Authenticate": "Bearer"},
            )

    async def _health(self, _: web.Request) -> web.Response:
        """Says that the process lives."""
        return make_json_response({"status": "ok"})

    async def _say(self, request: web.Request) -> web.Response:
        """Answers what is said with what the bot says, and where the screening stands."""
        if request.content_type != "application/json":
            raise RequestRefused(415, "The body must be JSON: send it with 'Content-Type: application/json'.")
        saying = read_saying(await self._body(request))
        seconds = self.seconds()
        exchange, noted = self.sessions.answer(saying.session, saying.text, seconds)
        response = make_json_response(_answer_values(exchange))
        # only now: a fault before leaves it as it was
        self.sessions.keep(saying.session, exchange.turn, noted, seconds)
        return response

    async def _body(self, request: web.Request) -> bytes:
        try:
            async with asyncio.timeout(self.body_seconds):
                return await request.read()
        except TimeoutError:
            raise RequestRefused(
                408, "The body did not arrive in time: send it at once.", {"Connection": "close"}
            ) from None


def _answer_values(exchange: Exchange) -> dict[str, object]:
    """Returns the answer as JSON: what JSON_PATH looks at, and the messages, each with the labels of its buttons."""
    messages = [{"text": each.text, "buttons": [button.label for button in each.buttons]} for each in exchange.messages]
    return {**exchange.view, "messages": messages}
