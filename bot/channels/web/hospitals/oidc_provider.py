"""The sign-in of one hospital over the network: where browsers are sent, and whom a code identifies.

Nothing but the ID token is used of what the hospital gives: the access token is dropped, and nobody asks for more.
"""

import asyncio
from collections.abc import Callable
from time import monotonic
from urllib.parse import urlencode

from authlib.oauth2.client import OAuth2Client

from bot.channels.web.hospitals.id_tokens import find_key_id, verify_id_token
from bot.channels.web.hospitals.provider_documents import ProviderDocuments, ProviderMetadata
from bot.channels.web.hospitals.provider_http import OK, ProviderHttp
from bot.channels.web.hospitals.provider_port import IdentityRefused, ProviderUnavailable, VerifiedIdentity
from bot.channels.web.hospitals.sign_in_attempt import SignInAttempt
from bot.config.identity_providers import IdentityProvider

AT_ONCE = 8
"""How many codes are exchanged with one hospital at once."""

SECONDS = 60


class OidcProvider:
    """See `ProviderPort`. `origin` is the address at which browsers see this page."""

    def __init__(
        self,
        settings: IdentityProvider,
        origin: str,
        http: ProviderHttp | None = None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self.settings, self.origin = settings, origin
        self.http = http or ProviderHttp()
        self.documents = ProviderDocuments(settings.issuer, self.http, clock)
        self._at_once = asyncio.Semaphore(AT_ONCE)

    async def find_sign_in_address(self, attempt: SignInAttempt) -> str:
        """See `ProviderPort`."""
        metadata, age = await self.documents.find_metadata(), self.settings.max_age_minutes
        wanted = {"nonce": attempt.nonce} | ({} if age is None else {"max_age": str(age * SECONDS)})
        address, _ = self._make_client(metadata).create_authorization_url(
            metadata.authorization_endpoint, state=attempt.state, code_verifier=attempt.verifier, **wanted
        )
        return str(address)

    async def check_issuer(self, told_issuer: str | None) -> None:
        """See `ProviderPort`, and RFC 9207."""
        metadata = await self.documents.find_metadata()
        is_missing = told_issuer is None and metadata.tells_issuer
        if is_missing or told_issuer not in {None, self.settings.issuer}:
            raise IdentityRefused

    async def identify(self, attempt: SignInAttempt, code: str, told_issuer: str | None, now: int) -> VerifiedIdentity:
        """See `ProviderPort`."""
        await self.check_issuer(told_issuer)
        metadata = await self.documents.find_metadata()
        token = await self._exchange(metadata, attempt, code)
        keys = await self.documents.find_keys(find_key_id(token))
        return verify_id_token(token, keys, metadata.algorithms, self.settings, nonce=attempt.nonce, now=now)

    async def find_sign_out_address(self) -> str | None:
        """See `ProviderPort`, and OpenID Connect RP-Initiated Logout 1.0, 2."""
        address = (await self.documents.find_metadata()).end_session_endpoint
        if address is None:
            return None
        leads_back = {"client_id": self.settings.client_id, "post_logout_redirect_uri": f"{self.origin}/signed-out"}
        return f"{address}{'&' if '?' in address else '?'}{urlencode(leads_back)}"

    async def _exchange(self, metadata: ProviderMetadata, attempt: SignInAttempt, code: str) -> str:
        """Returns the ID token that a hospital gives for a code."""
        client = self._make_client(metadata)
        try:
            async with asyncio.timeout(2 * self.http.seconds), self._at_once:
                given = await client.fetch_token(
                    metadata.token_endpoint, grant_type="authorization_code", code=code, code_verifier=attempt.verifier
                )
        except TimeoutError as fault:
            raise ProviderUnavailable from fault
        token = given.get("id_token")
        if not isinstance(token, str):
            raise IdentityRefused
        return token

    def _make_client(self, metadata: ProviderMetadata) -> "_CodeClient":
        is_secret, methods = bool(self.settings.client_secret), metadata.auth_methods
        # A colon in the name of a client would end it in the header of HTTP's basic way.
        is_basic = "client_secret_basic" in methods and ":" not in self.settings.client_id
        return _CodeClient(
            self.http,
            client_id=self.settings.client_id,
            client_secret=self.settings.client_secret or None,
            token_endpoint_auth_method=("client_secret_basic" if is_basic else "client_secret_post")
            if is_secret
            else "none",
            scope=" ".join(self.settings.scopes),
            redirect_uri=f"{self.origin}/hospital/callback",
            code_challenge_method="S256",
        )


class _CodeClient(OAuth2Client):
    """Authlib's client of OAuth 2, which asks through our own bounds. Its part for httpx needs another library."""

    async def _fetch_token(self, url, body="", headers=None, auth=None, method="POST", **_):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN003, ANN202 - as in authlib
        url, headers, body = auth.prepare(method, url, dict(headers or {}), body)
        answer = await self.session.ask(method, url, headers, body)
        if answer.status != OK:
            raise IdentityRefused
        return answer.read_object()
