"""The .env file of the current folder: read when it is private, whole and ours, or refused with one sentence.

Whoever may write it says which key is used and where everything is kept, so its owner and its folder's count.
"""

import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.config.errors import UsageFault
from bot.config.files import read_text
from bot.config.output import print_notes
from bot.config.setting_names import PREFIX, check_names, select_set
from bot.config.trusted_files import check_trust

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
    check_trust(path, "settings", is_private=True)
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
