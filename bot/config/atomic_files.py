"""Writing files whole or not at all, in the place of those that are there.

What cannot be written is one line for whoever named it.
"""

import os
from contextlib import suppress
from pathlib import Path
from stat import S_IMODE, S_ISFIFO

from bot.config.errors import UsageFault, describe_cause
from bot.config.files import STDIN
from storage.database.leftovers import make_work_file
from storage.database.whole_files import write_over

STANDARD_OUTPUT = "/dev/stdout"
"""The file by which standard output is named, for what is not printed there anyway."""

_OPEN_FILES = ("/dev/std", "/dev/fd/", "/proc/")
"""How the names of files begin that are open already."""


def make_sure_of(file: Path) -> None:
    """Raises `UsageFault` where `file` cannot be written; leaves no trace."""
    if str(file) == STDIN:
        raise UsageFault(f"{STDIN}: this names no file to be written; name one, or {STANDARD_OUTPUT}")
    if is_named_pipe(file):
        raise UsageFault(f"{file}: this is a pipe, and no file; name a file, or {STANDARD_OUTPUT}")
    try:
        if file.is_dir():
            raise UsageFault(f"{file}: this is a folder; name a file in it")
        if _is_replaced(file):
            with make_work_file(file.resolve().parent):
                pass
    except OSError as error:
        raise _unwritable(file, error) from error


def is_named_pipe(file: Path) -> bool:
    """Says whether a pipe lies at this place, which would hold up whoever writes to it until somebody reads.

    What is open already, such as `/dev/stdout`, is none.
    """
    try:
        is_open = os.path.abspath(file).startswith(_OPEN_FILES)  # noqa: PTH100 - links into them count
        return not is_open and S_ISFIFO(os.stat(os.path.realpath(file)).st_mode)  # noqa: PTH116 - links are followed
    except OSError:
        return False


def write_whole(file: Path, text: str | bytes) -> None:
    """Writes `text` to `file`, whole or not at all; a link keeps leading there.

    Raises `UsageFault` where that cannot be done.
    """
    content = text.encode("utf-8", "replace") if isinstance(text, str) else text
    try:
        if _is_replaced(file):
            write_over(file.resolve(), content, _mode(file))
        else:
            _write_into(file, content)
    except OSError as error:
        raise _unwritable(file, error) from error


def _write_into(file: Path, content: bytes) -> None:
    with suppress(BrokenPipeError):  # a pipe, such as /dev/stdout, whose reader has what it wanted
        file.write_bytes(content)


def _is_replaced(file: Path) -> bool:
    """Says whether a file takes this name by being renamed: a device or a pipe is written to instead."""
    return file.is_file() or not file.exists()


def _mode(file: Path) -> int:
    """Returns the permissions of the file in whose place a new one comes, or those of any new file."""
    if file.exists():
        return S_IMODE(file.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _unwritable(file: Path, error: OSError) -> UsageFault:
    return UsageFault(f"{file}: cannot be written ({describe_cause(error)})")
