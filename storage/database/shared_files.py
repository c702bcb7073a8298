"""Files of lines that several threads and processes add to, one after another."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path

if sys.platform == "win32":
    from filelock import FileLock
else:
    from fcntl import LOCK_EX, flock

_LONGEST_LINE = 256


def append_lines(path: Path, lines: bytes, *, is_lasting: bool = False) -> None:
    """Appends lines; with `is_lasting` they outlast a power cut. Raises `OSError` where they cannot be written."""
    with lock_file(path), open_to_append(path) as file:
        file.write(lines)
        if is_lasting:
            os.fsync(file.fileno())


@contextmanager
def lock_file(path: Path) -> Iterator[None]:
    """Holds the lock of a file, which is another file beside it, until the block ends.

    Each kept turn takes the anchor's lock. With `filelock` that takes 130 µs, and 5 µs without.
    """
    beside = path.with_name(f"{path.name}.lock")
    if sys.platform == "win32":
        with FileLock(beside, mode=0o600):
            yield
        return
    descriptor = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        flock(descriptor, LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def open_to_append(path: Path) -> FileIO:
    """Opens a file that only its owner may read, at its end.

    The rest of a last line that a crash left is cut off, so that the next line stands alone.
    """
    file = FileIO(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "a+")
    size = file.seek(0, os.SEEK_END)
    file.seek(max(size - _LONGEST_LINE, 0))
    tail = file.read(_LONGEST_LINE)
    if tail and not tail.endswith(b"\n"):
        file.truncate(size - len(tail) + tail.rfind(b"\n") + 1)
    return file
