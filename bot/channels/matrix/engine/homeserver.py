"""HTTP to a homeserver: JSON in and out, and each failure one of our faults. No fault repeats an address or a body."""

from collections.abc import Mapping
from functools import cached_property
from ssl import SSLContext
from typing import Any
from urllib.parse import quote

import orjson
from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout, DummyCookieJar
from httpx import create_ssl_context
from yarl import URL

from bot.channels.matrix.engine.faults import HomeserverRefusal, LoggedOut, NotFound, TooManyRequests, Unreachable
from bot.channels.matrix.engine.odd_json import read_json

CLIENT_API = "/_matrix/client/v3"
MEDIA_API = "/_matrix/media/v3"
CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 30.0
UPLOAD_SECONDS = 120.0
UNSAID_WAIT_SECONDS = 1.0
"""How long to wait where the homeserver says too many, and not how long."""
SERVER_FAULTS = 500
TOO_MANY = 429
LOGGED_OUT = frozenset({"M_UNKNOWN_TOKEN", "M_MISSING_TOKEN", "M_USER_DEACTIVATED"})


class Homeserver:
    """One homeserver's client-server API. Connections are opened on the loop that asks first."""

    def __init__(self, address: str, token: str | None = None) -> None:
        self._address = address.rstrip("/")
        self.token = token
        self._session: ClientSession | None = None

    async def close(self) -> None:
        """Closes the connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def get(self, path: str, query: Mapping[str, str] | None = None, wait_seconds: float = 0.0) -> Any:
        """Returns what is at a path, which `join_path` made. Waits so much longer for an answer."""
        return await self._call("GET", CLIENT_API + path, None, query, ANSWER_SECONDS + wait_seconds)

    async def put(self, path: str, body: Mapping[str, Any]) -> Any:
        """Puts JSON."""
        return await self._call("PUT", CLIENT_API + path, orjson.dumps(body), None, ANSWER_SECONDS)

    async def post(self, path: str, body: Mapping[str, Any]) -> Any:
        """Posts JSON."""
        return await self._call("POST", CLIENT_API + path, orjson.dumps(body), None, ANSWER_SECONDS)

    async def upload(self, content: bytes) -> str:
        """Uploads bytes of no kind and no name, and returns their mxc address."""
        kind = "application/octet-stream"
        answer = await self._call("POST", f"{MEDIA_API}/upload", content, None, UPLOAD_SECONDS, kind)
        return str(answer["content_uri"])

    async def call(self, method: str, path: str, body: Any, query: Mapping[str, str] | None = None) -> Any:
        """Calls a whole path, for what brings its own."""
        content = None if method == "GET" else orjson.dumps(body or {})
        return await self._call(method, path, content, query, ANSWER_SECONDS)

    async def _call(  # noqa: PLR0917 - the parts of a request
        self,
        method: str,
        path: str,
        body: bytes | None,
        query: Mapping[str, str] | None,
        seconds: float,
        kind: str = "application/json",
    ) -> Any:
        headers = {} if self.token is None else {"Authorization": f"Bearer {self.token}"}
        headers |= {} if body is None else {"Content-Type": kind}
        try:
            async with self._open_session().request(
                method,
                URL(self._address + path, encoded=True),
                data=body,
                params=query,
                headers=headers,
                ssl=self._certificates if self._address.startswith("https:") else True,
                timeout=ClientTimeout(seconds, sock_connect=CONNECT_SECONDS),
                allow_redirects=False,
            ) as answer:
                return await _read(answer)
        except TimeoutError:
            raise Unreachable("the homeserver did not answer in time") from None
        except (ClientError, OSError, ValueError) as error:  # the last for an address or a token that is none
            raise Unreachable(f"the homeserver cannot be reached: {type(error).__name__}") from None

    @cached_property
    def _certificates(self) -> SSLContext:
        """Whom to trust: certifi's authorities, or those that SSL_CERT_FILE or SSL_CERT_DIR names. It takes a while."""
        return create_ssl_context()

    def _open_session(self) -> ClientSession:
        if self._session is None:
            self._session = ClientSession(cookie_jar=DummyCookieJar(), trust_env=True)
        return self._session


def join_path(*parts: str) -> str:
    """Returns a path of these parts, whatever signs they hold."""
    return "".join(f"/{quote(part, safe='')}" for part in parts)


async def _read(answer: ClientResponse) -> Any:
    """Returns the JSON of an answer, or raises the fault that it means."""
    content = await answer.read()
    try:
        said = read_json(content)
    except ValueError:
        said = None
    if 200 <= answer.status < 300 and said is not None:  # noqa: PLR2004
        return said
    raise _make_fault(answer.status, said if isinstance(said, dict) else None, answer.headers.get("Retry-After"))


def _make_fault(status: int, said: Mapping[str, Any] | None, retry_after: str | None) -> Exception:
    if status == TOO_MANY:
        return TooManyRequests(_find_wait(said or {}, retry_after))
    if status >= SERVER_FAULTS or said is None:  # a proxy or another server, which does not speak Matrix
        return Unreachable(f"the homeserver answered {status}")
    code = said.get("errcode")
    code = code if isinstance(code, str) and code.isidentifier() else "without a code"
    if code in LOGGED_OUT:
        return LoggedOut(status, code)
    if status == 404:  # noqa: PLR2004
        return NotFound(status, code)
    session = said.get("session")
    return HomeserverRefusal(status, code, session if isinstance(session, str) else None)


def _find_wait(said: Mapping[str, Any], retry_after: str | None) -> float:
    """Returns how many seconds to wait; the header is the newer way to say it, and the field the older."""
    if retry_after is not None and retry_after.isdecimal():
        return float(retry_after)
    wait_ms = said.get("retry_after_ms")
    return wait_ms / 1000 if isinstance(wait_ms, int) and wait_ms > 0 else UNSAID_WAIT_SECONDS
