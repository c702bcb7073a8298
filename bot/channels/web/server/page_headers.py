"""The headers of every answer: no script, no frame, no other site, nothing kept by browsers or proxies.

One page alone runs a script, which is ours: that of passkeys.
"""

from collections.abc import Awaitable, Callable

from aiohttp import web

YEAR_SECONDS = 365 * 86_400

POLICY = "Content-Security-Policy"

ALWAYS = {
    POLICY: (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; object-src 'none';"
        " base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with no-referrer, browsers send `Origin: null` with a form
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "no-store",
}
WITH_SCRIPT = f"{ALWAYS[POLICY]}; script-src 'self'"
"""The policy of the page that has a script of ours."""

SERVER = "trialscreen"
"""Else it would say which versions of which libraries answer."""

HSTS = "Strict-Transport-Security"

FOREVER = f"public, max-age={YEAR_SECONDS}, immutable"

AddHeaders = Callable[[web.Request, web.StreamResponse], Awaitable[None]]
"""Adds to an answer before it is sent."""


def make_header_hook(*, is_secure: bool) -> AddHeaders:
    """Returns what gives every answer its headers, those of refusals and of the library included."""
    headers = ALWAYS | ({HSTS: f"max-age={YEAR_SECONDS}; includeSubDomains"} if is_secure else {})

    async def add_headers(_: web.Request, answer: web.StreamResponse) -> None:
        for name, text in headers.items():
            answer.headers.setdefault(name, text)
        answer.headers["Server"] = SERVER

    return add_headers
