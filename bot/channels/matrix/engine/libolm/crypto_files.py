"""The files of a crypto store on SQLite: mode 0600 from the start, and open in one process at a time."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from bot.channels.matrix.engine.faults import CryptoStoreFault

OWNER_ONLY = 0o600


@contextmanager
def hold_file(file: Path) -> Iterator[None]:
    """Makes the file, where it is missing, and holds its lock; SQLite gives its journals the mode of the file.

    Raises `CryptoStoreFault` where another process holds it, it cannot be written, or it is no file. The permissions of
    a device, such as /dev/null, are not ours.
    """
    if file.exists() and not file.is_file():
        raise CryptoStoreFault(f"the crypto store {file.name} is no file: name one")
    lock = FileLock(f"{file}.lock", timeout=0, mode=OWNER_ONLY)
    try:
        lock.acquire()
    except Timeout:
        raise CryptoStoreFault(
            f"the crypto store {file.name} is open in another process: a device runs in one at a time"
        ) from None
    except OSError as error:
        raise CryptoStoreFault(f"the crypto store {file.name} cannot be made: {error.strerror}") from error
    try:
        _make_private(file)
        yield
    finally:
        lock.release()


def adapt_times() -> None:
    """Writes times into SQLite as Python's own adapter does, which warns from 3.12 on."""
    sqlite3.register_adapter(datetime, lambda when: when.isoformat(" "))
    sqlite3.register_converter("timestamp", lambda text: datetime.fromisoformat(text.decode()))


def _make_private(file: Path) -> None:
    try:
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, OWNER_ONLY))
        for each in (file, Path(f"{file}-wal"), Path(f"{file}-shm")):
            if each.exists():
                each.chmod(OWNER_ONLY)
    except OSError as error:
        raise CryptoStoreFault(f"the crypto store {file.name} cannot be made: {error.strerror}") from error
