"""Reading files that somebody named: plain files and pipes only, and no more than so many bytes.

A device never ends, and a pipe into which nobody writes never begins, or never goes on: none may hold up a command.
"""

import errno
import os
import select
from io import FileIO
from pathlib import Path
from stat import S_ISDIR, S_ISFIFO, S_ISREG

PIPE_SECONDS = 5.0
"""How long somebody may take to open a pipe for writing."""

SILENT_SECONDS = 60.0
"""How long somebody who has a pipe open may write nothing into it."""


class ExposedFile(OSError):
    """A file that holds a secret, and that others than its owner may read."""


def read_bounded(path: Path, most: int) -> bytes:
    """Returns the content of a file of at most so many bytes.

    Raises `OSError` for one that cannot be read, is too large, or is a device; its `strerror` says which.
    """
    with open_plain(path) as file:
        return _read(file, path, most)


def read_private(path: Path, most: int) -> bytes:
    """Does the same for a file that holds a secret. Raises `ExposedFile` where others may read it."""
    with open_plain(path) as file:
        if is_exposed(os.fstat(file.fileno())):
            raise ExposedFile(errno.EACCES, "others may read it", str(path))
        return _read(file, path, most)


def is_exposed(status: os.stat_result) -> bool:
    """Says whether others may read or change a file that is to be private.

    As with ssh, a group counts only where the file is ours: systemd gives its credentials a mask that looks like one.
    """
    others = 0o077 if os.name == "posix" and status.st_uid == os.geteuid() else 0o007
    return os.name == "posix" and bool(status.st_mode & others)


def open_plain(path: Path) -> FileIO:
    """Opens a plain file, or a pipe into which somebody writes, to be read. Raises `OSError` for anything else."""
    try:
        descriptor = os.open(path, os.O_RDONLY | _WITHOUT_WAITING)
    except OSError as error:
        if error.errno == errno.ENXIO:  # a socket, or a terminal where there is none
            raise OSError(errno.ENODEV, _NO_FILE, str(path)) from error
        raise
    try:
        _check_kind(descriptor, path)
    except BaseException:
        os.close(descriptor)
        raise
    return FileIO(descriptor)


def _check_kind(descriptor: int, path: Path) -> None:
    mode = os.fstat(descriptor).st_mode
    if S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "is a directory", str(path))
    if S_ISFIFO(mode):
        _wait_for_writer(descriptor, path)
    elif not S_ISREG(mode):
        raise OSError(errno.ENODEV, _NO_FILE, str(path))


def _wait_for_writer(descriptor: int, path: Path) -> None:
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    if not poll.poll(PIPE_SECONDS * 1000):
        try:
            os.read(descriptor, 1)
        except BlockingIOError:  # somebody has it open, and takes their time
            pass
        else:
            raise OSError(errno.EPIPE, "it is a pipe into which nobody writes", str(path))
    os.set_blocking(descriptor, True)


def _read(file: FileIO, path: Path, most: int) -> bytes:
    content = bytearray()
    is_pipe = S_ISFIFO(os.fstat(file.fileno()).st_mode)
    while part := (_read_part if is_pipe else FileIO.read)(file, most + 1 - len(content)):
        content += part
    if len(content) > most:
        raise OSError(errno.EFBIG, f"it has more than {most:,} bytes", str(path))
    return bytes(content)


def _read_part(pipe: FileIO, most: int) -> bytes:
    """Returns what was written next into a pipe. Raises `OSError` where nothing is for long."""
    poll = select.poll()
    poll.register(pipe, select.POLLIN)
    if not poll.poll(SILENT_SECONDS * 1000):
        silent = f"it is a pipe into which nobody wrote for {SILENT_SECONDS:g} seconds"
        raise OSError(errno.ETIMEDOUT, silent)
    return pipe.read(most)


_NO_FILE = "it is a device or a socket, and no file"

_WITHOUT_WAITING = sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY"))
