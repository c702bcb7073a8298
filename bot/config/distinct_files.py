"""Files that settings name: no two of them may be one, since each would destroy the other."""

import os
from collections.abc import Mapping
from contextlib import suppress
from itertools import combinations
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from bot.config.errors import UsageFault


def check_distinct(files: Mapping[str, Path]) -> None:
    """Raises `UsageFault` where two of these are one file, also by a link; they stand by what names them."""
    identities = {name: _identify(path) for name, path in files.items()}
    for (first, one), (second, other) in combinations(identities.items(), 2):
        if one & other:
            raise UsageFault(f"{first} and {second} are one file, {files[first]}; give each its own")


def check_plain(name: str, path: Path, *, may_be_folder: bool = False) -> None:
    """Raises `UsageFault` where a file that is to be kept is there already, and is a device, a pipe or a folder.

    `may_be_folder` leaves a folder to whoever opens it.
    """
    with suppress(OSError, ValueError):  # one that is not there, or cannot be looked at, is told when it is opened
        mode = path.stat().st_mode
        if not S_ISREG(mode) and not (may_be_folder and S_ISDIR(mode)):
            raise UsageFault(f"{name}: {path} is no plain file; name another one")


def _identify(path: Path) -> set[object]:
    """Returns what two names of one file have in common: where links lead, and the number of what is there."""
    identity: set[object] = {os.path.realpath(path)}
    with suppress(OSError, ValueError):
        status = path.stat()
        identity.add((status.st_dev, status.st_ino))
    return identity
