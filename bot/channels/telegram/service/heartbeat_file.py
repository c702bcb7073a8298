"""Presence: a file that says "I serve" while a process does.

One that is found at the start was left by a process that was cut off.
"""

import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout


class Presence:
    """The presence of one process, by a file of its own. That it cannot be written stops nobody from serving."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = FileLock(file.with_name(file.name + ".lock"), mode=0o600)

    def read_cut_off(self) -> datetime | None:
        """Returns when the process before was seen last, or None where it left by itself, there was none, or it still lives."""
        try:
            self._lock.acquire(blocking=False)
        except (Timeout, OSError):
            return None
        try:
            return datetime.fromtimestamp(self._file.stat().st_mtime, UTC)
        except OSError:
            return None

    def beat(self) -> None:
        """Says that the process is there."""
        with suppress(OSError):
            self._file.touch(mode=0o600)
            os.utime(self._file)

    def leave(self) -> None:
        """Says that the process leaves by itself."""
        with suppress(OSError):
            self._file.unlink()
        self._lock.release()
