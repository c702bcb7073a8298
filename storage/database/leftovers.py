"""Work files and work folders, and what a killed process left of them.

Whoever makes one holds it. So one that nobody holds was left behind, and may go. Their names begin with
`.trialscreen-`. A work folder elsewhere has a link of the same name at home, beside the database.
"""

import os
import re
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkstemp

from storage.database.holding import hold, try_to_hold

PREFIX = ".trialscreen-"

UNSETTLED = "former-anchor"
"""A folder that holds a file of this name is kept: a restore is to be completed or undone with it first."""

_NAME = re.compile(re.escape(PREFIX) + r"[a-z0-9_]{8}")
_LOCK = "lock"


@contextmanager
def make_work_file(folder: Path) -> Iterator[Path]:
    """Gives an empty file in a folder, which only its owner may read. It is removed unless it was renamed."""
    descriptor = None
    while descriptor is None:  # whoever removes leftovers may have been faster
        opened, name = mkstemp(dir=folder, prefix=PREFIX)
        os.close(opened)
        descriptor = hold(Path(name))
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)
        os.close(descriptor)


@contextmanager
def make_work_folder(folder: Path, home: Path) -> Iterator[Path]:
    """Gives a folder within `folder` that only its owner may enter, and removes it in the end with all its files.

    A link in `home` leads there, so that it is found there too. Raises `OSError` where it cannot be made.
    """
    made, descriptor = folder / f"{PREFIX}{secrets.token_hex(4)}", None
    try:
        while descriptor is None:
            _make_link(home, made)  # first, so that the folder is found from its beginning
            made.mkdir(mode=0o700)
            descriptor = hold(made / _LOCK, makes=True)
        _make_link(home, made)  # again, where it was removed because it led nowhere yet
        yield made
    finally:
        if descriptor is not None:
            os.close(descriptor)
            if not (made / UNSETTLED).exists():
                shutil.rmtree(made, ignore_errors=True)
        _remove_link(home / made.name)


def find_leftovers(folder: Path) -> list[Path]:
    """Returns what bears a name of ours in a folder and belongs to this account: it may still be in use."""
    try:
        with os.scandir(folder) as found:
            return [Path(each) for each in found if _NAME.fullmatch(each.name) and _is_own(each)]
    except OSError:  # one that may not be listed
        return []


@contextmanager
def hold_leftover(path: Path) -> Iterator[bool]:
    """Holds a work file or folder for the block; gives False where another process does, or it is gone."""
    is_folder = path.is_dir()
    descriptor = try_to_hold(path / _LOCK if is_folder else path, makes=is_folder)
    try:
        yield descriptor is not None
    finally:
        if descriptor is not None:
            os.close(descriptor)


def remove_leftover(path: Path) -> None:
    """Removes a work file, or a folder with all that is in it; a link goes with the folder to which it leads."""
    if path.is_dir():
        shutil.rmtree(path.resolve(), ignore_errors=True)
        _remove_link(path)
    else:
        path.unlink(missing_ok=True)


def _make_link(home: Path, made: Path) -> None:
    with suppress(OSError):  # it is there already, or there are no links here: the next backup to the folder finds it
        if home.resolve() != made.parent.resolve():
            (home / made.name).symlink_to(made.absolute())


def _remove_link(path: Path) -> None:
    with suppress(OSError):
        if path.is_symlink():
            path.unlink()


def _is_own(found: os.DirEntry[str]) -> bool:
    """Says whether an entry of a folder belongs to this account, and leads nowhere else than to a work folder."""
    with suppress(OSError):
        is_ours = sys.platform == "win32" or found.stat(follow_symlinks=False).st_uid == os.geteuid()
        return is_ours and (not found.is_symlink() or Path(found).readlink().name == found.name)
    return False
