"""HTTP to Telegram: python-telegram-bot's requests through aiohttp's client.

This takes a quarter of the processor time of httpx.

What goes wrong becomes one of python-telegram-bot's errors, as in its own `HTTPXRequest`. None of them repeats an
address, nor has a cause that does: the bot's token stands in every address.
"""

from dataclasses import dataclass
from functools import cached_property
from ssl import SSLContext
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from aiohttp import (
    ClientError,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
    TCPConnector,
)
from httpx import create_ssl_context
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.channels.telegram.api.request_body import FORM, encode_body


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How many seconds each part of a request may take, where a caller does not say.

    The figures are python-telegram-bot's own.
    """

    pool: float = 1.0
    connect: float = 5.0
    write: float = 5.0
    upload: float = 20.0
    """Takes the place of `write` where files are sent."""
    read: float = 5.0


class AiohttpRequest(BaseRequest):
    """Requests over at most `connections` connections, through `proxy` where there is one.

    Connections are opened on the loop that asks first.
    """

    def __init__(self, connections: int = 256, timeouts: Timeouts = Timeouts(), proxy: str | None = None) -> None:
        self._connections = connections
        self._timeouts = timeouts
        self._proxy = proxy
        self._session: ClientSession | None = None
        self._is_shut = False

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
        own, has_files = self._timeouts, request_data is not None and request_data.contains_files
        connect = _choose_timeout(connect_timeout, own.connect)
        free = _add_seconds(_choose_timeout(pool_timeout, own.pool), connect)
        read = _choose_timeout(read_timeout, own.read)
        whole = _add_seconds(free, _choose_timeout(write_timeout, own.upload if has_files else own.write), read)
        try:
            async with self._open_session().request(
                method,
                url,
                data=encode_body(request_data),
                headers=None if request_data is None or has_files else FORM,
                ssl=self._certificates if url.startswith("https:") else True,
                proxy=self._proxy,
                timeout=ClientTimeout(whole, connect=free, sock_connect=connect, sock_read=read),
                allow_redirects=False,
            ) as answer:
                return answer.status, await answer.read()
        except ConnectionTimeoutError:
            late = f"No connection was free, or made, within {free:g} seconds. Nothing was sent to Telegram."
            raise TimedOut(late) from None
        except TimeoutError:
            raise TimedOut from None
        except (ClientError, OSError) as error:
            reason = getattr(error, "strerror", None) or "no answer"
            raise NetworkError(f"aiohttp.{type(error).__name__}: {reason}") from None

    @cached_property
    def _certificates(self) -> SSLContext:
        """Whom to trust: certifi's authorities, or those that SSL_CERT_FILE or SSL_CERT_DIR names.

        Reading them takes a while.
        """
        return create_ssl_context()

    def _open_session(self) -> ClientSession:
        if self._is_shut:
            raise RuntimeError("the way to Telegram is shut down; initialize it first")
        if self._session is None:
            connector, headers = TCPConnector(limit=self._connections), {"User-Agent": self.USER_AGENT}
            self._session = ClientSession(connector=connector, cookie_jar=DummyCookieJar(), headers=headers)
        return self._session


def find_proxy(url: str) -> str | None:
    """Returns the proxy that the environment names for an address, or None.

    It stands in HTTPS_PROXY, HTTP_PROXY or ALL_PROXY; NO_PROXY makes exceptions.
    """
    parts, named = urlsplit(url), getproxies()
    found = named.get(parts.scheme) or named.get("all")
    if not found or proxy_bypass(parts.netloc.rpartition("@")[2]):
        return None
    return found if "://" in found else f"http://{found}"


def _choose_timeout(seconds: Any, default: float) -> float | None:
    """Returns what a caller gave, where None stands for ever, or else the default."""
    found: float | None = default if seconds is BaseRequest.DEFAULT_NONE else seconds
    return found


def _add_seconds(*seconds: float | None) -> float | None:
    return None if None in seconds else sum(each for each in seconds if each is not None)
