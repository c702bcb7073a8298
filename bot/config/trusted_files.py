"""Files that say what this program does: trusted where nobody else could have written them."""

import os
import shlex
from pathlib import Path
from stat import S_ISVTX, S_IWGRP, S_IWOTH

from bot.config.errors import UsageFault

OTHERS = 0o007


def check_trust(path: Path, what: str, *, is_private: bool) -> None:
    """Raises `UsageFault` where another than the owner could change the file, or put another one in its place.

    `what` is read from it. With `is_private`, others than its group may not read it either.
    """
    if os.name != "posix":
        return
    status, real = path.stat(), Path(os.path.realpath(path))
    if not _is_trusted(status):
        raise UsageFault(f"{path}: it belongs to another user; {what} are read from your own file only")
    if status.st_mode & (S_IWGRP | (OTHERS if is_private else S_IWOTH)):
        told, mode = ("read or change", "600") if is_private else ("change", "go-w")
        raise UsageFault(f"{path}: others may {told} it; run `chmod {mode} {shlex.quote(str(path))}`")
    for folder in dict.fromkeys((path.absolute().parent, real.parent)):
        status = folder.stat()
        if not _is_trusted(status):
            raise UsageFault(f"{path}: the folder {folder} belongs to another user; use a folder of your own")
        if status.st_mode & S_IWOTH and not status.st_mode & S_ISVTX:
            raise UsageFault(
                f"{path}: everybody may change the folder {folder}; run `chmod o-w {shlex.quote(str(folder))}`"
            )


def _is_trusted(status: os.stat_result) -> bool:
    """Says whether a file or folder is ours, or that of root, who can do everything anyway."""
    return status.st_uid in (0, os.geteuid())
