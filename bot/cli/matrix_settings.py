"""What is set for serving on Matrix, looked at as a whole before anything is opened."""

import re
from dataclasses import dataclass
from pathlib import Path

from bot.channels.handling.rate_limits import RateLimits
from bot.channels.matrix.engine.values import MatrixLogin, StorePlace
from bot.cli.event_limits import read_limits
from bot.cli.matrix_login_file import read_login
from bot.config.errors import UsageFault
from bot.config.secret_files import EXPLAINED
from bot.config.settings import Settings
from bot.observability.listening import ListenAddress, read_address
from storage.crypto.keyring import Keyring
from storage.opening.location import StoreLocation

HOMESERVER, USER, SERVERS = (f"TRIALSCREEN_MATRIX_{name}" for name in ("HOMESERVER", "USER", "SERVERS"))

_LABEL = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_HOMESERVER = re.compile(
    rf"(?:https://(?:{_LABEL}(?:\.{_LABEL})*|\[[0-9A-Fa-f:.]+\])|http://(?:localhost|127\.0\.0\.1|\[::1\]))"
    r"(?::(?P<port>[0-9]{1,5}))?/?"
)
_LAST_PORT = 65_535
_USER = re.compile(r"@[a-z0-9._=/+-]+:[A-Za-z0-9.-]+(?::\d+)?")
_SERVER = re.compile(r"[A-Za-z0-9.-]+(?::\d{1,5})?")


@dataclass(frozen=True)
class MatrixServing:
    """What was set for serving: the device, whose people may invite it, where operators look, and what one may say."""

    login: MatrixLogin
    servers: frozenset[str]
    pages_at: ListenAddress | None
    limits: RateLimits


def read_matrix_serving(given: Settings, where: StoreLocation) -> MatrixServing:
    """Returns what was set for serving. Raises `UsageFault` naming what is missing or wrong."""
    login = read_login(locate_login_file(given, where))
    address = read_address(given.listen) if given.listen else None
    return MatrixServing(login, read_servers(given, login.user), address, read_limits(given))


def read_servers(given: Settings, user: str) -> frozenset[str]:
    """Returns the servers whose people may invite us; our own where none is set. Raises `UsageFault`."""
    named = [each.strip() for each in given.matrix_servers.split(",") if each.strip()]
    for each in named:
        if not _SERVER.fullmatch(each):
            raise UsageFault(f"{SERVERS}: {each[:60]!r} is no server; write hospital.org,clinic.example; {EXPLAINED}")
    return frozenset(named or [user.partition(":")[2]])


def read_homeserver(text: str) -> str:
    """Returns the address of a homeserver. Raises `UsageFault` where it is none, or not https."""
    found = _HOMESERVER.fullmatch(text)
    if not found or not 0 < int(found["port"] or 1) <= _LAST_PORT:
        raise UsageFault(
            f"{HOMESERVER}: {text[:60]!r} is no https address; write https://matrix.hospital.org; {EXPLAINED}"
        )
    return text.rstrip("/")


def read_user(text: str) -> str:
    """Returns the name of an account. Raises `UsageFault` where it is none."""
    if not _USER.fullmatch(text):
        raise UsageFault(f"{USER}: {text[:60]!r} is no account; write @trialscreen:hospital.org; {EXPLAINED}")
    return text


def locate_login_file(given: Settings, where: StoreLocation) -> Path:
    """Returns the file of the device that is logged in, or would be."""
    return given.matrix_login_file or where.anchor.with_name(f"{where.anchor.name}.matrix-login")


def locate_crypto_file(given: Settings, where: StoreLocation) -> Path | None:
    """Returns the file of the crypto store; None where it lies in the database."""
    if given.matrix_store is not None or where.address.file is not None:
        return given.matrix_store or where.anchor.with_name(f"{where.anchor.name}.matrix-keys")
    return None


def make_store_place(given: Settings, where: StoreLocation, keyring: Keyring) -> StorePlace:
    """Returns where the crypto store is, with the key of what lies in it."""
    file = locate_crypto_file(given, where)
    if file is not None:
        return StorePlace(keyring.matrix_key, file=str(file))
    url = where.address.url.set(drivername="postgresql").render_as_string(hide_password=False)
    return StorePlace(keyring.matrix_key, url=url)


def find_account(given: Settings, where: StoreLocation) -> str:
    """Returns the account that is logged in; empty where none is, or its file cannot be read."""
    try:
        return read_login(locate_login_file(given, where)).user
    except UsageFault:
        return ""
