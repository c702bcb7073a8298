"""What a hospital's server says of itself: its metadata and its keys, read over the network, and kept for a while."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from joserfc.jwk import Key

from bot.channels.web.hospitals.provider_document import ProviderDocument
from bot.channels.web.hospitals.provider_http import ProviderHttp
from bot.channels.web.hospitals.provider_keys import import_keys
from bot.channels.web.hospitals.provider_port import ProviderUnavailable
from bot.config.provider_entries import WELL_KNOWN
from bot.config.web_addresses import is_safe_address

KEPT_SECONDS = 3_600.0
KEYS_KEPT_SECONDS = 600.0
"""A key that a hospital withdrew lets nobody in for longer."""

KEYS_AGAIN_SECONDS = 60.0
"""How often at most keys are read anew for one that is not known."""


@dataclass(frozen=True, slots=True)
class ProviderMetadata:
    """What a hospital's server says of itself (OpenID Connect Discovery 1.0, 3). With `tells_issuer` its answers do.

    What it does not say is what it then means: for `challenge_methods` that it does not say which it takes.
    """

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    end_session_endpoint: str | None
    algorithms: frozenset[str]
    auth_methods: tuple[str, ...]
    tells_issuer: bool
    response_types: tuple[str, ...]
    challenge_methods: tuple[str, ...]


class ProviderDocuments:
    """The metadata and the keys of one issuer."""

    def __init__(self, issuer: str, http: ProviderHttp, clock: Callable[[], float] = monotonic) -> None:
        self.issuer, self.http, self._clock = issuer, http, clock
        self._metadata = ProviderDocument[ProviderMetadata](clock, KEPT_SECONDS)
        self._keys = ProviderDocument[list[Key]](clock, KEYS_KEPT_SECONDS)

    @property
    def address(self) -> str:
        """Where the metadata stand (OpenID Connect Discovery 1.0, 4)."""
        return self.issuer.rstrip("/") + WELL_KNOWN

    async def find_metadata(self) -> ProviderMetadata:
        """Returns the metadata. Raises `ProviderUnavailable`, also where they are another issuer's."""
        return await self._metadata.find(self._read_metadata)

    async def find_keys(self, key_id: str | None) -> list[Key]:
        """Returns the usable keys; they are read anew where none has this id. Raises `ProviderUnavailable`."""
        keys = await self._keys.find(self._read_keys)
        if key_id is None or any(each.kid == key_id for each in keys):
            return keys
        return await self._keys.find(self._read_keys, older_than=KEYS_AGAIN_SECONDS)

    async def _read_metadata(self) -> ProviderMetadata:
        return read_metadata(await self.http.get(self.address), self.issuer)

    async def _read_keys(self) -> list[Key]:
        keys = (await self.http.get((await self.find_metadata()).jwks_uri)).get("keys")
        if not isinstance(keys, list):
            raise ProviderUnavailable
        return await asyncio.to_thread(import_keys, keys)


def read_metadata(told: dict[str, Any], issuer: str) -> ProviderMetadata:
    """Returns what metadata say. Raises `ProviderUnavailable` where they are another issuer's, or lack something."""
    if told.get("issuer") != issuer:
        raise ProviderUnavailable
    wanted = [told.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
    addresses = [each for each in wanted if _is_safe(each, issuer)]
    if len(addresses) != len(wanted):
        raise ProviderUnavailable
    signs_in, gives_tokens, holds_keys = map(str, addresses)
    ends = told.get("end_session_endpoint")
    return ProviderMetadata(
        signs_in,
        gives_tokens,
        holds_keys,
        str(ends) if _is_safe(ends, issuer) else None,
        frozenset(_read_words(told.get("id_token_signing_alg_values_supported"), "RS256")),
        tuple(_read_words(told.get("token_endpoint_auth_methods_supported"), "client_secret_basic")),
        told.get("authorization_response_iss_parameter_supported") is True,
        tuple(_read_words(told.get("response_types_supported"), "code")),
        tuple(_read_words(told.get("code_challenge_methods_supported"))),
    )


def _is_safe(address: object, issuer: str) -> bool:
    """Says whether an address may be used: one in clear, of this machine, only where the issuer's own is such."""
    if not isinstance(address, str) or not is_safe_address(address):
        return False
    return urlsplit(address).scheme == "https" or urlsplit(issuer).scheme == "http"


def _read_words(told: object, *usual: str) -> list[str]:
    return [each for each in told if isinstance(each, str)] if isinstance(told, list) else [*usual]
