"""Cookies: of a sign-in, of a browser that is about to enter or is at its hospital, and of one with open pre-checks.

Where browsers come by TLS, their names bind them to this very host: no other host of the domain can set them.
"""

import base64
import re
import secrets
from collections.abc import Sequence

SIGN_IN = "trialscreen"
ENTERING = "trialscreen-enter"
PRE_CHECK = "trialscreen-pre-check"
HOSPITAL = "trialscreen-hospital"

ENTERING_SECONDS = 600
"""How long a page with an invitation can be left open before its button is pressed."""

BYTES = 32
"""What each cookie carries."""

_VALUE = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


def make_value() -> str:
    """Returns a new random value for a cookie."""
    return base64.urlsafe_b64encode(secrets.token_bytes(BYTES)).decode().rstrip("=")


def read_cookie(headers: Sequence[str], name: str, *, is_secure: bool) -> str | None:
    """Returns the value of a cookie; None where there is none, several, or one that we never made."""
    wanted = _name(name, is_secure=is_secure)
    pairs = [part.strip().partition("=") for header in headers for part in header.split(";")]
    values = [value for found, _, value in pairs if found == wanted]
    return values[0] if len(values) == 1 and _VALUE.fullmatch(values[0]) else None


def write_cookie(name: str, value: str, *, is_secure: bool, seconds: int | None = None) -> str:
    """Returns the header that sets a cookie; without seconds it goes with the browser, and with 0 at once."""
    parts = [f"{_name(name, is_secure=is_secure)}={value}", "Path=/", "HttpOnly", "SameSite=Lax"]
    parts += ["Secure"] if is_secure else []
    parts += [] if seconds is None else [f"Max-Age={seconds}"]
    return "; ".join(parts)


def _name(name: str, *, is_secure: bool) -> str:
    return f"__Host-{name}" if is_secure else name
