"""Key files during a rotation: the file of the key in use, and beside it a new key or former ones.

A new key stands in `<file>.new` until its rotation is complete, and a former one in `<file>.<its fingerprint>`. A deep
rotation has its new key in `<file>.deep`, and closes all former ones: `<file>.<fingerprint>.closed` is not used by
itself any more. Else an old copy of the database that somebody puts back would go on under a key that was stolen.
"""

import re
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
    returned, and opening will refuse it. Raises `Refused` for a key that a deep rotation closed.
    """
    found = _read_key_or_none(path)
    if found is not None and found.fingerprint == fingerprint:
        return found
    for is_deep in (False, True):
        if locate_new_key(path, is_deep=is_deep).exists():  # else nothing is written: the folder may be read-only
            with lock_key_file(path):
                fresh = _read_key_or_none(locate_new_key(path, is_deep=is_deep))
                if fresh is not None and fresh.fingerprint == fingerprint:
                    complete_rotation(path, fresh, is_deep=is_deep)
    for each in (path, _former_path(path, fingerprint)):
        key = _read_key_or_none(each)
        if key is not None and key.fingerprint == fingerprint:
            return key
    if (closed := _close(_former_path(path, fingerprint))).exists():
        raise Refused(
            f"{closed}: the key {fingerprint} was closed by `trialscreen rotate-key --deep`, and this is a copy from"
            " before; put the newer one back. If you mean the older one, name its key in TRIALSCREEN_KEY_FILE"
        )
    return read_key_file(path)


def complete_rotation(path: Path, key: MasterKey, *, is_deep: bool = False) -> None:
    """Puts the new key into the key file, once the database is wrapped with it.

    The old key is written under its fingerprint first, so that both are there at every moment. A deep rotation closes
    all former keys.
    """
    old = _read_key_or_none(path)
    if old is not None and old != key:
        former = _former_path(path, old.fingerprint)
        former = _close(former) if is_deep else former
        if _read_key_or_none(former) != old:
            former.unlink(missing_ok=True)  # a crash may have cut it short
            write_key_file(former, old)
    if is_deep:
        for each in path.parent.glob(f"{path.name}.*"):
            if _FINGERPRINT.fullmatch(each.suffix) and each.stem == path.name:
                each.replace(_close(each))
    locate_new_key(path, is_deep=is_deep).replace(path)
    sync_folder(path.parent)


def make_room_for_key(path: Path) -> None:
    """Makes room for a new key. One that was left there is saved under its fingerprint: a database may use it."""
    for is_deep in (False, True):
        fresh = locate_new_key(path, is_deep=is_deep)
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


def locate_new_key(path: Path, *, is_deep: bool = False) -> Path:
    """Returns where the new key of a rotation stands until the rotation is complete."""
    return path.with_name(path.name + (".deep" if is_deep else ".new"))


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


def _close(former: Path) -> Path:
    """Returns the name of a former key once it is closed."""
    return former.with_name(f"{former.name}.closed")


_FINGERPRINT = re.compile(r"\.[0-9a-f]{8}")
"""The end of the name of a former key's file."""
