"""Holding files: one process at a time holds a file, and lets go of it at the latest when it dies.

A file that is held may be renamed or removed by its holder only. Whoever gets it then finds out that it bears its name
no more.
"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform == "win32":
    from filelock import FileLock, Timeout
else:
    from fcntl import LOCK_EX, LOCK_NB, flock

_STEP_SECONDS = 0.02

_AGE_SECONDS = 24 * 60 * 60
"""On Windows an open file cannot be renamed, so that nobody holds one: after a day it is taken to be free."""


def hold(file: Path, *, makes: bool = False) -> int | None:
    """Waits until this process holds a file, and returns it opened; closing it lets go of it.

    Returns None where the file is gone. With `makes` a missing one is made.
    """
    try:
        descriptor = _open(file, makes=makes)
    except FileNotFoundError:
        return None
    if sys.platform != "win32":
        with suppress(OSError):  # a file system without locks
            flock(descriptor, LOCK_EX)
    if _is_at(descriptor, file):
        return descriptor
    os.close(descriptor)
    return None


def try_to_hold(file: Path, *, makes: bool = False) -> int | None:
    """Does the same without waiting. Returns None also where another process holds the file, or it may not be used."""
    try:
        descriptor = _open(file, makes=makes)
    except OSError:
        return None
    if _lock_at_once(descriptor, file) and _is_at(descriptor, file):
        return descriptor
    os.close(descriptor)
    return None


@contextmanager
def hold_lock(file: Path, seconds: float) -> Iterator[None]:
    """Holds a lock file, which is there only meanwhile, until the block ends.

    Raises `TimeoutError` where another process holds it for longer, and `OSError` where it cannot be made.
    """
    if sys.platform == "win32":
        try:
            with FileLock(file, timeout=seconds, mode=0o600):
                yield
        except Timeout as error:
            raise TimeoutError(str(file)) from error
        return
    until = time.monotonic() + seconds
    os.close(_open(file, makes=True))  # what keeps it from being made is told at once
    while (descriptor := try_to_hold(file, makes=True)) is None:
        if time.monotonic() > until:
            raise TimeoutError(str(file))
        time.sleep(_STEP_SECONDS)
    try:
        yield
    finally:
        file.unlink(missing_ok=True)
        os.close(descriptor)


def _open(file: Path, *, makes: bool) -> int:
    if sys.platform == "win32" and not makes:
        file.stat()
        return os.open(os.devnull, os.O_RDONLY)
    return os.open(file, os.O_RDWR | (os.O_CREAT if makes else 0), 0o600)


def _lock_at_once(descriptor: int, file: Path) -> bool:
    if sys.platform == "win32":
        return time.time() - file.stat().st_mtime > _AGE_SECONDS
    try:
        flock(descriptor, LOCK_EX | LOCK_NB)
    except OSError:
        return False
    return True


def _is_at(descriptor: int, file: Path) -> bool:
    """Says whether an open file still bears its name."""
    if sys.platform == "win32":
        return True
    try:
        return os.path.samestat(os.fstat(descriptor), file.stat())
    except FileNotFoundError:
        return False
