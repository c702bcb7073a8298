"""What is set for serving the page, looked at as a whole before anything is opened."""

import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.channels.handling.rate_limits import RateLimits
from bot.channels.web.access.web_settings import HTTPS, WebSettings
from bot.cli.event_limits import read_limits
from bot.config.errors import UsageFault
from bot.config.identity_providers import IdentityProvider, read_identity_providers
from bot.config.secret_files import EXPLAINED
from bot.config.settings import Settings
from bot.config.web_addresses import is_loopback
from bot.observability.listening import ListenAddress, read_address
from storage.features.sign_ins import SignInLimits
from storage.opening.location import StoreLocation

LISTEN = "TRIALSCREEN_WEB_LISTEN"
ORIGIN = "TRIALSCREEN_WEB_ORIGIN"

_ORIGIN = re.compile(r"(https?)://(?=.{1,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9-]+)*)(:[1-9]\d{0,4})?")
_HERE = re.compile(r"http://localhost(:\d+)?", re.ASCII)


@dataclass(frozen=True)
class PageServing:
    """What was set for serving the page: the page itself, where operators look, and how much one person may say.

    `has_pre_check` says whether there is an open pre-check. `hospitals` are those whose own sign-in lets people in.
    """

    page: WebSettings
    pages_at: ListenAddress | None
    limits: RateLimits
    has_pre_check: bool = False
    hospitals: tuple[IdentityProvider, ...] = ()


def read_page_serving(given: Settings) -> PageServing:
    """Returns what was set for serving. Raises `UsageFault` naming the setting that is wrong."""
    page = read_web_settings(given)
    pages_at = read_address(given.listen) if given.listen else None
    if pages_at is not None and pages_at.port == page.address.port:
        raise UsageFault(
            f"TRIALSCREEN_LISTEN: {given.listen[:60]} has the port of the page; /metrics needs its own; {EXPLAINED}"
        )
    return PageServing(page, pages_at, read_limits(given), given.web_pre_check, read_identity_providers(given))


def read_web_settings(given: Settings) -> WebSettings:
    """Returns where the page is served, and for how long a browser stays in. Raises `UsageFault`."""
    address = read_address(given.web_listen, LISTEN)
    if not address.port:
        raise UsageFault(f"{LISTEN}: port 0 is any port; name one, such as 127.0.0.1:8096; {EXPLAINED}")
    is_here = is_loopback(address.host)
    origin = read_origin(given) or (f"http://localhost:{address.port}" if is_here else "")
    if not is_here and not origin.startswith(HTTPS):
        raise UsageFault(
            f"{LISTEN}: {given.web_listen[:60]} can be reached from other machines, and {ORIGIN} is no https address;"
            f" put a proxy with TLS before it, and name its address, such as https://screen.example.org; {EXPLAINED}"
        )
    if not origin.startswith(HTTPS) and not _HERE.fullmatch(origin):
        raise UsageFault(
            f"{ORIGIN}: {origin[:80]} is not https; other machines need TLS, and this one sees the page at"
            f" http://localhost:{address.port}; {EXPLAINED}"
        )
    limits = SignInLimits(timedelta(minutes=given.web_idle_minutes), timedelta(hours=given.web_hours))
    return WebSettings(address, origin, limits)


def read_origin(given: Settings) -> str:
    """Returns the address at which browsers see the page; empty where none is set. Raises `UsageFault`."""
    if given.web_origin and not _ORIGIN.fullmatch(given.web_origin):
        raise UsageFault(
            f"{ORIGIN}: {given.web_origin[:60]!r} is no address of a page; write it in small letters and without a"
            f" path, such as https://screen.example.org; {EXPLAINED}"
        )
    return given.web_origin


def find_served_origin(given: Settings, where: StoreLocation) -> str:
    """Returns the address at which browsers see the page; empty where none is set, and none is served here just now.

    A page on loopback needs no address to be set; its process has a file beside the database. Raises `UsageFault`.
    """
    if given.web_origin:
        return read_origin(given)
    address = read_address(given.web_listen, LISTEN)
    return read_web_settings(given).origin if find_page_presence(where, address.port).exists() else ""


def find_page_presence(where: StoreLocation, port: int) -> Path:
    """Returns the file that is there while a process serves the page of a database at a port."""
    return where.anchor.with_name(f"{where.anchor.name}.serving-web-{port}")
