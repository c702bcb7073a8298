"""Asking a hospital's server: no redirect is followed, no cookie kept, and an answer has bounds of time and size."""

import json
from asyncio import timeout
from dataclasses import dataclass
from functools import cache
from ssl import SSLContext
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar
from httpx import create_ssl_context

from bot.channels.proxy import find_proxy
from bot.channels.web.hospitals.provider_port import ProviderUnavailable

ALL_SECONDS = 8.0
MOST_BYTES = 256 * 1_024
OK = 200
OURS = 500


@dataclass(frozen=True, slots=True)
class ProviderAnswer:
    """What a hospital's server answered."""

    status: int
    body: bytes

    def read_object(self) -> dict[str, Any]:
        """Returns the JSON object that was answered. Raises `ProviderUnavailable` where it is none."""
        try:
            found = json.loads(self.body)
        except (ValueError, RecursionError) as fault:
            raise ProviderUnavailable from fault
        if not isinstance(found, dict):
            raise ProviderUnavailable
        return found


class ProviderHttp:
    """Asks over a connection of its own each time: somebody signs in now and then."""

    def __init__(self, seconds: float = ALL_SECONDS) -> None:
        self.seconds = seconds

    async def get(self, url: str) -> dict[str, Any]:
        """Returns a document of JSON. Raises `ProviderUnavailable` for any other answer."""
        answer = await self.ask("GET", url, {"Accept": "application/json"})
        if answer.status != OK:
            raise ProviderUnavailable
        return answer.read_object()

    async def ask(self, method: str, url: str, headers: dict[str, str], body: str | None = None) -> ProviderAnswer:
        """Returns an answer that comes in time, is not packed, and is not too long. Raises `ProviderUnavailable`."""
        try:
            async with (
                timeout(self.seconds),
                ClientSession(
                    cookie_jar=DummyCookieJar(), timeout=ClientTimeout(total=self.seconds), auto_decompress=False
                ) as session,
                session.request(
                    method,
                    url,
                    data=None if body is None else body.encode(),
                    headers=headers | {"Accept-Encoding": "identity"},
                    ssl=_list_trusted() if url.startswith("https:") else True,
                    proxy=find_proxy(url),
                    allow_redirects=False,
                ) as answer,
            ):
                content = await _read(answer.content)
                if answer.status >= OURS or len(content) > MOST_BYTES:
                    raise ProviderUnavailable
                return ProviderAnswer(answer.status, content)
        except (ClientError, OSError, ValueError, TimeoutError) as fault:
            raise ProviderUnavailable from fault


async def _read(stream: Any) -> bytes:
    """Returns a body, or a little more than is allowed of one that is too long."""
    parts: list[bytes] = []
    while sum(map(len, parts)) <= MOST_BYTES and (part := await stream.read(MOST_BYTES)):
        parts.append(part)
    return b"".join(parts)


@cache
def _list_trusted() -> SSLContext:
    """Returns whom to trust: certifi's authorities, or those that SSL_CERT_FILE or SSL_CERT_DIR names."""
    return create_ssl_context()
