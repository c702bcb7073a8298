"""HTTP to Telegram: python-telegram-bot's requests through aiohttp's client.

This takes a quarter of the processor time of httpx.

What goes wrong becomes one of python-telegram-bot's errors, as in its own `HTTPXRequest`. None of them repeats an
address, nor has a cause that does: the bot's token stands in every address.
"""

import re
from functools import cached_property
from io import BytesIO
from ssl import SSLContext
from typing import Any
from urllib.parse import urlencode

from aiohttp import (
    ClientError,
    ClientSession,
    ConnectionTimeoutError,
    DummyCookieJar,
    FormData,
    TCPConnector,
)
from httpx import create_ssl_context
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.channels.telegram.delivery.timeouts import USUAL, Timeouts, make_timeout

_ANSWER = re.compile(rb'\s*\{\s*"ok"\s*:\s*(?:true|false)\b')
"""How each answer of the Bot API begins (core.telegram.org/bots/api#making-requests)."""

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
"""The header of a body without files."""


class AiohttpRequest(BaseRequest):
    """Requests over at most `connections` connections, through `proxy` where there is one.

    Connections are opened on the loop that asks first. `answered_at` is the `Date` of the last answer.
    """

    def __init__(self, connections: int = 256, timeouts: Timeouts = USUAL, proxy: str | None = None) -> None:
        self._connections = connections
        self._timeouts = timeouts
        self._proxy = proxy
        self._session: ClientSession | None = None
        self._is_shut = False
        self.answered_at = ""

    @property
    def read_timeout(self) -> float | None:
        """See `BaseRequest`."""
        return self._timeouts.read

    async def initialize(self) -> None:
        """See `BaseRequest`."""
        self._is_shut = False

    async def shutdown(self) -> None:
        """See `BaseRequest`."""
        session, self._session, self._is_shut = self._session, None, True
        if session is not None:
            await session.close()

    async def do_request(  # noqa: PLR0917 - the arguments are python-telegram-bot's
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """See `BaseRequest`."""
        has_files = request_data is not None and request_data.contains_files
        given = (read_timeout, write_timeout, connect_timeout, pool_timeout)
        timeout = make_timeout(self._timeouts, given, has_files=has_files)
        try:
            async with self._open_session().request(
                method,
                url,
                data=None if request_data is None else _encode_body(request_data),
                headers=None if request_data is None or has_files else FORM,
                ssl=self._certificates if url.startswith("https:") else True,
                proxy=self._proxy,
                timeout=timeout,
                allow_redirects=False,
            ) as answer:
                self.answered_at = answer.headers.get("Date", "")
                body = await answer.read()
                if _ANSWER.match(body) is None:  # a proxy, a portal, another server: its 404 says nothing of the token
                    raise NetworkError(f"HTTP {answer.status}, and no answer of the Bot API")
                return answer.status, body
        except ConnectionTimeoutError:
            late = f"No connection was free, or made, within {timeout.connect:g} seconds. Nothing was sent to Telegram."
            raise TimedOut(late) from None
        except TimeoutError:
            raise TimedOut from None
        except (ClientError, OSError) as error:
            reason = getattr(error, "strerror", None) or "no answer"
            raise NetworkError(f"aiohttp.{type(error).__name__}: {reason}") from None

    @cached_property
    def _certificates(self) -> SSLContext:
        """Whom to trust: certifi's authorities, or those that SSL_CERT_FILE or SSL_CERT_DIR names. It takes a while."""
        return create_ssl_context()

    def _open_session(self) -> ClientSession:
        if self._is_shut:
            raise RuntimeError("the way to Telegram is shut down; initialize it first")
        if self._session is None:
            connector, headers = TCPConnector(limit=self._connections), {"User-Agent": self.USER_AGENT}
            self._session = ClientSession(connector=connector, cookie_jar=DummyCookieJar(), headers=headers)
        return self._session


def _encode_body(request_data: RequestData) -> bytes | FormData:
    """Returns what python-telegram-bot sends as aiohttp takes it: a form, in several parts where files are sent."""
    if not request_data.contains_files:
        return urlencode(request_data.json_parameters).encode()
    form = FormData(quote_fields=False)  # names of files in UTF-8, as browsers send them
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (file, content, kind) in request_data.multipart_data.items():
        # bytes at once would hold up the loop, and aiohttp warns of them with a fault that quotes them
        stream = BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, stream, filename=file, content_type=kind)
    return form
