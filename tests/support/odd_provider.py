"""A hospital's sign-in on this machine that checks what it gets, and can be wrong in each way that a test names."""

import base64
import hashlib
import json
import secrets
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

import aiohttp
from aiohttp import web
from joserfc import jwt
from joserfc.jwk import ECKey, Key, RSAKey
from joserfc.jws import JWSRegistry

from bot.observability.listening import ListenAddress, listen

CLIENT = "trialscreen"
KID = "first"

Claims = dict[str, Any]
Answering = Callable[[web.Request], Awaitable[web.StreamResponse]]

RSA = RSAKey.generate_key(2048, {"kid": KID, "use": "sig", "alg": "RS256"})
OTHER_RSA = RSAKey.generate_key(2048, {"kid": KID, "use": "sig", "alg": "RS256"})
EC = ECKey.generate_key("P-256", {"kid": "curve", "use": "sig", "alg": "ES256"})
REMOVED = object()
"""Stands for a claim that a token lacks."""


def sign(claims: Claims, key: Key = RSA, algorithm: str = "RS256", **header: Any) -> str:
    """Returns a signed token."""
    registry = JWSRegistry(algorithms=[algorithm], strict_check_header=False)
    return jwt.encode({"alg": algorithm, "kid": key.kid} | header, claims, key, [algorithm], registry)


def join_unsigned(header: Claims, claims: Claims, signature: str = "") -> str:
    """Returns a token of parts as they are."""
    parts = (json.dumps(each).encode() for each in (header, claims))
    return ".".join([*(base64.urlsafe_b64encode(each).decode().rstrip("=") for each in parts), signature])


@dataclass
class OddProvider:
    """A provider of OpenID Connect. It is right until a test changes something of it.

    `claims` go before those of each token, `metadata` before its own, `answers` before what a path answers, and
    `make_token` signs. Codes work once, for the client and the challenge that they were made for, unless `is_lax`.
    """

    port: int
    subject: str = "anna"
    groups: Any = ("doctors",)
    claims: Claims = field(default_factory=dict)
    metadata: Claims = field(default_factory=dict)
    answers: dict[str, Answering] = field(default_factory=dict)
    make_token: Callable[[Claims], str] = sign
    keys: list[Any] = field(default_factory=lambda: [RSA.as_dict(private=False), EC.as_dict(private=False)])
    is_lax: bool = False
    tells_issuer: bool = False
    now: Callable[[], int] = lambda: 0
    secret: str = ""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    @property
    def issuer(self) -> str:
        """Its issuer."""
        return f"http://localhost:{self.port}"

    def make_app(self) -> web.Application:
        """Returns what serves it."""
        app = web.Application(middlewares=[self._look])
        app.router.add_get("/.well-known/openid-configuration", self._describe)
        app.router.add_get("/jwks", self._list_keys)
        app.router.add_get("/authorize", self._authorize)
        app.router.add_post("/token", self._give_token)
        return app

    async def visit(self, address: str) -> str:
        """Goes to its page as a browser whose person is signed in there; returns the path to which that leads back."""
        async with aiohttp.ClientSession() as session, session.get(address, allow_redirects=False) as answer:
            assert answer.status == 302, await answer.text()
            parts = urlsplit(answer.headers["Location"])
            return f"{parts.path}?{parts.query}"

    @web.middleware
    async def _look(self, request: web.Request, handler: Answering) -> web.StreamResponse:
        self.asked.append(request.path)
        return await self.answers.get(request.path, handler)(request)

    async def _describe(self, _: web.Request) -> web.Response:
        told = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "end_session_endpoint": f"{self.issuer}/end",
            "id_token_signing_alg_values_supported": ["RS256", "ES256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "none"],
            "authorization_response_iss_parameter_supported": self.tells_issuer,
        }
        return web.json_response(_change(told, self.metadata))

    async def _list_keys(self, _: web.Request) -> web.Response:
        return web.json_response({"keys": self.keys})

    async def _authorize(self, request: web.Request) -> web.Response:
        """Sends a browser back with a code, once all that belongs to a request of a client is there."""
        asked = dict(request.query)
        assert len(request.query) == len(asked)
        assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
        assert "openid" in asked["scope"].split()
        assert len(asked["code_challenge"]) == 43
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        back = {"code": code, "state": asked["state"]} | ({"iss": self.issuer} if self.tells_issuer else {})
        return web.Response(status=302, headers={"Location": f"{asked['redirect_uri']}?{urlencode(back)}"})

    async def _give_token(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        asked = self.codes.get(form["code"]) if self.is_lax else self.codes.pop(form["code"], None)
        if asked is None or not (self.is_lax or self._is_right(request, form, asked)):
            return web.json_response({"error": "invalid_grant"}, status=400)
        token = self.make_token(self._make_claims(asked))
        return web.json_response({"access_token": "opaque", "token_type": "Bearer", "id_token": token})

    def _is_right(self, request: web.Request, form: dict[str, str], asked: dict[str, str]) -> bool:
        """Says whether a code comes with the client, the address and the verifier that it was made for."""
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        named = request.headers.get("Authorization", "")
        basic = "Basic " + base64.b64encode(f"{asked['client_id']}:{self.secret}".encode()).decode()
        is_client = named == basic if self.secret else form.get("client_id") == asked["client_id"]
        return (
            is_client
            and form["grant_type"] == "authorization_code"
            and form["redirect_uri"] == asked["redirect_uri"]
            and challenge == asked["code_challenge"]
        )

    def _make_claims(self, asked: dict[str, str]) -> Claims:
        now = self.now()
        told = {
            "iss": self.issuer, "sub": self.subject, "aud": asked["client_id"], "iat": now, "exp": now + 300,
            "nonce": asked["nonce"], "groups": self.groups, "name": "Anna Example", "email": "anna@hospital.example",
        }  # fmt: skip
        return _change(told, self.claims)


def _change(told: Claims, changed: Claims) -> Claims:
    return {name: value for name, value in (told | changed).items() if value is not REMOVED}


@asynccontextmanager
async def serving_provider() -> AsyncIterator[OddProvider]:
    """Serves a provider until the end of the block."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        provider = OddProvider(int(free.getsockname()[1]))
    async with listen(provider.make_app(), ListenAddress("127.0.0.1", provider.port), 0.2):
        yield provider
