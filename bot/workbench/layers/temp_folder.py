"""A folder for what is played and thrown away, in memory where the system keeps files there.

The store does the same there as anywhere, and makes every commit last; only, what it asks of the disk is done at once.
On a disk, playing a thousand scripts would be to wait for it tens of thousands of times.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

MEMORY = Path("/dev/shm")  # noqa: S108 - the folder made in it is the user's alone, and its name random
"""Where Linux keeps files in memory."""

ROOM_BYTES = 1 << 30
"""How much must be free there. A thousand screenings take less than a tenth of it."""


@contextmanager
def make_temp_folder() -> Iterator[Path]:
    """Yields a new folder, which only its owner may read, and which is gone at the end.

    Where TMPDIR is set, it is made there.
    """
    with TemporaryDirectory(
        prefix="trialscreen-", dir=os.environ.get("TMPDIR") or _find_memory_folder(), ignore_cleanup_errors=True
    ) as name:
        yield Path(name)


def _find_memory_folder() -> Path | None:
    """Returns the folder that is kept in memory, or None where there is none with room."""
    is_there = MEMORY.is_dir() and os.access(MEMORY, os.W_OK | os.X_OK)
    return MEMORY if is_there and shutil.disk_usage(MEMORY).free >= ROOM_BYTES else None
