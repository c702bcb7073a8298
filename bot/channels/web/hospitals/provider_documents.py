"""What a hospital's server says of itself: its metadata and its keys, read over the network, and kept for an hour."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any, Generic, TypeVar

from bot.channels.web.hospitals.provider_http import ProviderHttp
from bot.channels.web.hospitals.provider_port import ProviderUnavailable
from bot.config.web_addresses import is_safe_address

KEPT_SECONDS = 3_600.0
AGAIN_SECONDS = 5.0
"""After a fault nobody asks again for so long: those who press again must not keep the hospital busy."""

KEYS_AGAIN_SECONDS = 60.0
"""How often at most keys are read anew for one that is not known."""

WELL_KNOWN = "/.well-known/openid-configuration"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ProviderMetadata:
    """What a hospital's server says of itself (OpenID Connect Discovery 1.0, 3). With `tells_issuer` its answers do."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    end_session_endpoint: str | None
    algorithms: frozenset[str]
    auth_methods: tuple[str, ...]
    tells_issuer: bool


class ProviderDocuments:
    """The metadata and the keys of one issuer."""

    def __init__(self, issuer: str, http: ProviderHttp, clock: Callable[[], float] = monotonic) -> None:
        self.issuer, self.http, self._clock = issuer, http, clock
        self._metadata = _Kept[ProviderMetadata](clock)
        self._keys = _Kept[list[Any]](clock)

    @property
    def address(self) -> str:
        """Where the metadata stand (OpenID Connect Discovery 1.0, 4)."""
        return self.issuer.rstrip("/") + WELL_KNOWN

    async def find_metadata(self) -> ProviderMetadata:
        """Returns the metadata. Raises `ProviderUnavailable`, also where they are another issuer's."""
        return await self._metadata.find(self._read_metadata)

    async def find_keys(self, key_id: str | None) -> list[Any]:
        """Returns the keys as JWKs; they are read anew where none has this id. Raises `ProviderUnavailable`."""
        keys = await self._keys.find(self._read_keys)
        if key_id is None or any(isinstance(each, dict) and each.get("kid") == key_id for each in keys):
            return keys
        return await self._keys.find(self._read_keys, older_than=KEYS_AGAIN_SECONDS)

    async def _read_metadata(self) -> ProviderMetadata:
        return read_metadata(await self.http.get(self.address), self.issuer)

    async def _read_keys(self) -> list[Any]:
        keys = (await self.http.get((await self.find_metadata()).jwks_uri)).get("keys")
        if not isinstance(keys, list):
            raise ProviderUnavailable
        return keys


def read_metadata(told: dict[str, Any], issuer: str) -> ProviderMetadata:
    """Returns what metadata say. Raises `ProviderUnavailable` where they are another issuer's, or lack something."""
    if told.get("issuer") != issuer:
        raise ProviderUnavailable
    wanted = [told.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
    addresses = [each for each in wanted if isinstance(each, str) and is_safe_address(each)]
    if len(addresses) != len(wanted):
        raise ProviderUnavailable
    signs_in, gives_tokens, holds_keys = addresses
    ends = told.get("end_session_endpoint")
    return ProviderMetadata(
        signs_in,
        gives_tokens,
        holds_keys,
        ends if isinstance(ends, str) and is_safe_address(ends) else None,
        frozenset(_read_words(told.get("id_token_signing_alg_values_supported"), "RS256")),
        tuple(_read_words(told.get("token_endpoint_auth_methods_supported"), "client_secret_basic")),
        told.get("authorization_response_iss_parameter_supported") is True,
    )


def _read_words(told: object, usual: str) -> list[str]:
    return [each for each in told if isinstance(each, str)] if isinstance(told, list) else [usual]


class _Kept(Generic[T]):
    """Something that was read, and is kept for an hour. Of those who ask at once, one reads it."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock, self._lock = clock, asyncio.Lock()
        self._value: T | None = None
        self._read_at = self._failed_at = float("-inf")

    async def find(self, read: Callable[[], Awaitable[T]], older_than: float = KEPT_SECONDS) -> T:
        async with self._lock:
            now = self._clock()
            if self._value is not None and now - self._read_at < older_than:
                return self._value
            if now - self._failed_at < AGAIN_SECONDS:
                raise ProviderUnavailable
            try:
                self._value = await read()
            except ProviderUnavailable:
                self._failed_at = now
                raise
            self._read_at = now
            return self._value
