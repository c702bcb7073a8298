"""The address of a database: read from a URL as people write it, or refused with what is wrong with the URL."""

import difflib
import importlib.util
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from storage.model.errors import Refused

EXAMPLES = "write sqlite:////folder/screenings.db or postgresql://user@host/name"


@dataclass(frozen=True, repr=False)
class DatabaseAddress:
    """Where a database is. `file` is set for SQLite only. Printed, an address shows no password."""

    url: URL
    file: Path | None

    def __str__(self) -> str:
        if self.file is not None:
            return str(self.file)
        return self.url.set(drivername="postgresql", query={}).render_as_string(hide_password=True)

    def __repr__(self) -> str:
        return f"Address({self})"


def read_address(text: str) -> DatabaseAddress:
    """Returns the address that a URL names.

    Raises `Refused` with what is wrong; the URL's password is never repeated.
    """
    kind, found, _ = text.partition("://")
    if not found:
        raise Refused(f"the database's URL has no '://'; {EXAMPLES}")
    if kind not in _KINDS:
        close = difflib.get_close_matches(kind, _KINDS, n=1)
        hint = f"did you mean {close[0]}://?" if close else EXAMPLES
        named = repr(kind[:20]) if kind.isalnum() else "something else than a kind"
        raise Refused(f"the database's URL begins with {named}, which is no kind of database here; {hint}")
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise Refused(f"the database's URL cannot be read; {EXAMPLES}") from None
    return _read_file_url(url) if kind == "sqlite" else _read_server_url(url)


def make_file_address(file: Path) -> DatabaseAddress:
    """Returns the address of an SQLite file."""
    return DatabaseAddress(URL.create("sqlite", database=str(file)), file)


def _read_file_url(url: URL) -> DatabaseAddress:
    if url.host or url.username or url.port:
        raise Refused(
            "the database's URL names a host, but SQLite is a file; write three slashes before a path, four before one"
            " from the root"
        )
    if url.query:
        raise Refused(
            f"the database's URL has options ({', '.join(url.query)}) that SQLite is not given here; leave them out"
        )
    if not url.database or url.database == ":memory:":
        raise Refused("the database's URL names no file; for a screening that is not kept, use --ephemeral")
    file = _expand_home(url.database)
    if "\0" in str(file):
        raise Refused("the database's URL holds a character that no file's name has; leave it out")
    return make_file_address(file)


def _read_server_url(url: URL) -> DatabaseAddress:
    if importlib.util.find_spec("psycopg") is None:
        raise Refused("PostgreSQL needs the extra [postgres]: install trialscreen[postgres]")
    if "@" in (url.host or ""):
        raise Refused("the database's URL has two @; write the one in the password as %40")
    if not url.database:
        raise Refused("the database's URL names no database after the host; write postgresql://user@host/name")
    password = url.password or _plain_option(url.query.get("password"))
    without = url.difference_update_query(["password"]).update_query_dict(_expand_files(url))
    return DatabaseAddress(without.set(drivername="postgresql+psycopg", password=password), None)


def _expand_files(url: URL) -> dict[str, str]:
    """Returns the options that name a file or folder in somebody's home, which the server's library does not find."""
    named = {name: option for name in _FILE_OPTIONS if (option := _plain_option(url.query.get(name)))}
    return {name: str(_expand_home(option)) for name, option in named.items() if option.startswith("~")}


def _expand_home(path: str) -> Path:
    try:
        return Path(path).expanduser()
    except RuntimeError:
        raise Refused("the database's URL names the home of a user who is not there; write the whole path") from None


def _plain_option(option: str | tuple[str, ...] | None) -> str | None:
    return option[-1] if isinstance(option, tuple) else option


_FILE_OPTIONS = ("host", "passfile", "sslcert", "sslkey", "sslrootcert", "sslcrl", "sslcrldir")

_KINDS = ("sqlite", "postgresql", "postgres")
