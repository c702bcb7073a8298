"""Files that are written whole or not at all.

A file has another name, in the same folder, until it is finished. A write that is cut short leaves what was there
before, and at most a work file, which the next command removes.
"""

import os
from pathlib import Path

from storage.database.leftovers import make_work_file


def write_new(file: Path, content: bytes) -> None:
    """Writes a new file that lasts, and that only its owner may read.

    Raises `FileExistsError` where there is one of that name.
    """
    with make_work_file(file.parent) as made:
        made.write_bytes(content)
        give_name(made, file)


def write_over(file: Path, content: bytes, mode: int = 0o600) -> None:
    """Writes a file with these permissions, and replaces one that may be there.

    After a power cut there is the old one or the new one.
    """
    with make_work_file(file.parent) as made:
        made.write_bytes(content)
        made.chmod(mode)
        _sync(made)
        made.replace(file)


def give_name(made: Path, file: Path) -> None:
    """Gives a finished file its name, so that it lasts.

    Raises `FileExistsError` where there is one of that name: it stays as it is.
    """
    _sync(made)
    try:
        os.link(made, file)  # unlike a rename, never in the place of another file
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links: the name is taken first, which only one of several can do
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        made.replace(file)
    sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """Makes a change of names in a folder last, where the system can."""
    if os.name != "posix":
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:  # one that may be written, but not listed
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync(file: Path) -> None:
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())
