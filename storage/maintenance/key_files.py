"""Key files."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from storage.crypto.keys import MasterKey, read_key_file, write_key_file
from storage.database.whole_files import sync_folder
from storage.model.errors import Refused, Unavailable

LOCK_SECONDS = 10.0
"""How long another rotation of the same key file is waited for."""


def find_key(path: Path, fingerprint: str) -> MasterKey:
    """Returns the key of a file that has this fingerprint: the one in it, one of a rotation that a crash cut short, or a former one.

    A rotation that was cut short is completed. Where none has the fingerprint, the key in the file is returned, and
    opening will refuse it.
    """
    found = _read_key_or_none(path)
    if found is not None and found.fingerprint == fingerprint:
        return found
    if path.with_name(path.name + ".new").exists():  # else nothing is written: the folder may be read-only
        with lock_key_file(path):
            fresh = _read_key_or_none(path.with_name(path.name + ".new"))
            if fresh is not None and fresh.fingerprint == fingerprint:
                complete_rotation(path, fresh)
    for each in (path, _former_path(path, fingerprint)):
        key = _read_key_or_none(each)
        if key is not None and key.fingerprint == fingerprint:
            return key
    return read_key_file(path)


def complete_rotation(path: Path, key: MasterKey) -> None:
    """Gives the new key its place.

    The old one is written under its own name first, so that the file is there at every moment.
    """
    old = _read_key_or_none(path)
    if old is not None and old != key and _read_key_or_none(former := _former_path(path, old.fingerprint)) != old:
        former.unlink(missing_ok=True)  # a crash may have cut it short
        write_key_file(former, old)
    path.with_name(path.name + ".new").replace(path)
    sync_folder(path.parent)


def make_room_for_key(path: Path) -> None:
    """Makes room for a new key. One that is left there is kept under its fingerprint: perhaps a database uses it."""
    fresh = path.with_name(path.name + ".new")
    if fresh.exists():
        left = _read_key_or_none(fresh)
        fresh.replace(_former_path(path, "unreadable" if left is None else left.fingerprint))


def check_key_file(path: Path, master: MasterKey) -> None:
    found = read_key_file(path)
    if found != master:
        raise Refused(
            f"{path}: it holds the key {found.fingerprint}, but the database is open with {master.fingerprint}; name"
            " its key file"
        )


def _read_key_or_none(path: Path) -> MasterKey | None:
    """Returns the key in a file, or None where there is none, or a crash cut it short."""
    try:
        return read_key_file(path)
    except Refused:
        return None


def _former_path(path: Path, fingerprint: str) -> Path:
    return path.with_name(f"{path.name}.{fingerprint}")


@contextmanager
def lock_key_file(path: Path) -> Iterator[None]:
    lock = FileLock(path.with_name(path.name + ".lock"), timeout=LOCK_SECONDS, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        raise Unavailable(f"{path}: another process rotates this key; wait until it is done") from None
    except OSError as error:
        raise Refused(
            f"{path}: nothing can be written beside it ({(error.strerror or 'unknown reason').lower()}); allow it"
        ) from error
    try:
        yield
    finally:
        lock.release()
