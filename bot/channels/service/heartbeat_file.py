"""The heartbeat file: it is there, and touched again and again, while a process serves.

One that is found at the start was left by a process that was cut off.
"""

import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout


class Presence:
    """The presence of one process, by a file of its own. A file that cannot be written stops nobody from serving."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = FileLock(file.with_name(file.name + ".lock"), mode=0o600)

    def read_cut_off(self) -> datetime | None:
        """Returns when the last process was seen, if it was cut off.

        None where it left by itself, where there was none, and where it still lives.
        """
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
