"""The .env file of the current folder: read when it is private, whole and ours, or refused with one sentence.

Whoever may write it says which key is used and where everything is kept, so its owner and its folder's count.
"""

import io
import os
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from stat import S_ISVTX, S_IWGRP, S_IWOTH

from bot.config.errors import UsageFault
from bot.config.files import read_text
from bot.config.output import print_notes
from bot.config.setting_names import PREFIX, check_names, select_set

NAME = Path(".env")


@dataclass(frozen=True)
class EnvFile:
    """A `.env` file that was read: where it is, and what it sets, by the names of settings."""

    path: Path
    values: dict[str, str]


def read_env_file(known: Sequence[str]) -> EnvFile | None:
    """Returns the `.env` file of the current folder; None without one, and for one that names no setting of ours.

    `known` are the names of all settings. Raises `UsageFault` for one that cannot be read, or not be trusted.
    """
    if not os.path.lexists(NAME) or NAME.is_dir():  # a folder of this name is somebody's Python environment
        return None
    path = NAME.absolute()
    text = read_text(path, "settings")
    given = _parse(text, path)
    check_names(given, known, str(path))
    if not any(name.upper().startswith(PREFIX) for name in given):
        return None
    _check_trust(path)
    return EnvFile(path, select_set(given))


def tell_env_file(file: EnvFile) -> None:
    """Tells a person, once, that settings come from a file: nobody may use another folder's unknowingly."""
    _tell_once(file.path, ", ".join(sorted(file.values)) or "none is set")


@lru_cache(maxsize=1)
def _tell_once(path: Path, names: str) -> None:
    print_notes([f"settings were read from {path}: {names}"])


def _parse(text: str, path: Path) -> dict[str, str | None]:
    from dotenv import dotenv_values  # noqa: PLC0415 - few commands find such a file
    from dotenv.parser import parse_stream  # noqa: PLC0415 - the same

    for binding in parse_stream(io.StringIO(text)):
        is_unset = binding.value is None and (binding.key or "").upper().startswith(PREFIX)
        if binding.error or is_unset:
            said = binding.original.string
            line = binding.original.line + said[: len(said) - len(said.lstrip())].count("\n")
            raise UsageFault(f"{path}:{line}: this line sets nothing; write NAME=value, with quotes closed")
    return dotenv_values(stream=io.StringIO(text))


def _check_trust(path: Path) -> None:
    """Raises `UsageFault` where another than the owner could read the file, or put another one in its place."""
    if os.name != "posix":
        return
    status, real = path.stat(), Path(os.path.realpath(path))
    if not _is_trusted(status):
        raise UsageFault(f"{path}: it belongs to another user; settings are read from your own file only")
    if status.st_mode & (S_IWGRP | 0o007):
        raise UsageFault(f"{path}: others may read or change it; run `chmod 600 {shlex.quote(str(path))}`")
    for folder in dict.fromkeys((path.parent, real.parent)):
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
