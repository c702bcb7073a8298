"""Key files during a rotation: the file of the key in use, and beside it a new key or former ones.

A new key stands in `<file>.new` until its rotation is complete, and a former one in `<file>.<its fingerprint>`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from storage.crypto.keys import ExposedKey, MasterKey, read_key_file, write_key_file
from storage.database.whole_files import sync_folder
from storage.model.errors import Refused, Unavailable

LOCK_SECONDS = 10.0
"""How long a rotation waits for another one of the same key file."""


def find_key(path: Path, fingerprint: str) -> MasterKey:
    """Returns the key with this fingerprint, from a key file or from one beside it.

    A rotation to this key that a crash cut short is completed. Where no key has the fingerprint, the one in the file is
    returned, and opening will refuse it.
    """
    found = _read_key_or_none(path)
    if found is not None and found.fingerprint == fingerprint:
        return found
    if locate_new_key(path).exists():  # else nothing is written: the folder may be read-only
        with lock_key_file(path):
            fresh = _read_key_or_none(locate_new_key(path))
            if fresh is not None and fresh.fingerprint == fingerprint:
                complete_rotation(path, fresh)
    for each in (path, _former_path(path, fingerprint)):
        key = _read_key_or_none(each)
        if key is not None and key.fingerprint == fingerprint:
            return key
    return read_key_file(path)


def complete_rotation(path: Path, key: MasterKey) -> None:
    """Puts the new key into the key file, once the database is wrapped with it.

    The old key is written under its fingerprint first, so that both are there at every moment.
    """
    old = _read_key_or_none(path)
    if old is not None and old != key and _read_key_or_none(former := _former_path(path, old.fingerprint)) != old:
        former.unlink(missing_ok=True)  # a crash may have cut it short
        write_key_file(former, old)
    locate_new_key(path).replace(path)
    sync_folder(path.parent)


def make_room_for_key(path: Path) -> None:
    """Makes room for a new key. One that was left there is saved under its fingerprint: a database may use it."""
    fresh = locate_new_key(path)
    if fresh.exists():
        left = _read_key_or_none(fresh)
        fresh.replace(_former_path(path, "unreadable" if left is None else left.fingerprint))


def check_key_file(path: Path, master: MasterKey) -> None:
    """Raises `Refused` where a key file does not hold this key."""
    found = read_key_file(path)
    if found != master:
        raise Refused(
            f"{path}: it holds the key {found.fingerprint}, but the database is open with {master.fingerprint}; name"
            " its key file"
        )


def locate_new_key(path: Path) -> Path:
    """Returns where the new key of a rotation stands until the rotation is complete."""
    return path.with_name(path.name + ".new")


@contextmanager
def lock_key_file(path: Path) -> Iterator[None]:
    """Keeps other rotations away from a key file.

    Raises `Unavailable` where another one goes on for too long, and `Refused` where no lock can be written.
    """
    lock = FileLock(path.with_name(path.name + ".lock"), timeout=LOCK_SECONDS, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        raise Unavailable(f"{path}: another process rotates this key; wait until it is done") from None
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise Refused(f"{path}: nothing can be written beside it ({reason}); allow it") from error
    try:
        yield
    finally:
        lock.release()


def _read_key_or_none(path: Path) -> MasterKey | None:
    """Returns the key in a file, or None where there is none, or a crash cut it short.

    Raises `ExposedKey` where others may read it.
    """
    try:
        return read_key_file(path)
    except ExposedKey:
        raise
    except Refused:
        return None


def _former_path(path: Path, fingerprint: str) -> Path:
    return path.with_name(f"{path.name}.{fingerprint}")
