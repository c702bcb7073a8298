"""The files that a person names: scripts, folders of them, pipes, standard input. Whatever cannot be read is told."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISFIFO, S_ISREG

from bot.config.errors import UsageFault, describe_cause
from bot.config.files import STANDARD_INPUT, STDIN, read_bytes, read_standard_bytes
from bot.workbench.replay.gathering.script_folders import ScriptFolders
from dialogs.testing.scripts.format.collection import SCRIPTS, SHARED

WHAT = "a script"

MOST_NAMED = 5
"""How many files are named in a sentence about several."""


@dataclass(frozen=True)
class NamedFile:
    """A file that is read as a script. One that a person named may be a pipe; one that lies in a folder may not."""

    path: Path
    is_named: bool

    @property
    def name(self) -> str:
        """The name in messages and reports."""
        return STANDARD_INPUT if self.is_standard_input else format_file_name(self.path)

    @property
    def is_standard_input(self) -> bool:
        """Says whether the script comes from standard input, and so lies in no folder."""
        return self.is_named and str(self.path) == STDIN

    @property
    def folder(self) -> Path:
        """The folder in which a script really lies, named as it is. What scripts share may be a link into a folder."""
        if self.is_shared or not os.path.islink(self.path):  # noqa: PTH114 - Path.is_symlink raises where it may not look
            return self.path.parent
        real = os.path.dirname(os.path.realpath(self.path))  # noqa: PTH120 - the same
        return Path(real if self.path.is_absolute() else os.path.relpath(real))

    @property
    def is_shared(self) -> bool:
        """Says whether this is a file that scripts share, and that makes no script of itself."""
        return not self.is_standard_input and self.path.name.endswith(SHARED)

    def read(self) -> bytes:
        """Returns the content. Raises `UsageFault` where it cannot be read."""
        if self.is_standard_input:
            return read_standard_bytes(WHAT)
        if not self.is_named:
            check_plain(self.path)
        return read_bytes(self.path, WHAT)


@dataclass(frozen=True)
class NamedFolder:
    """A folder that is named, or that lies in one; `fault` says, in one sentence, why it cannot be listed."""

    path: Path
    fault: str = ""

    @property
    def name(self) -> str:
        """The name in messages and reports."""
        return format_file_name(self.path)


def list_named(paths: Iterable[Path], folders: ScriptFolders) -> Iterator[NamedFile | NamedFolder]:
    """Yields the scripts that are named, and the folders that were looked into, in order.

    Raises `UsageFault` for a folder without any script, or where standard input is named twice.
    """
    paths = list(paths)
    if paths.count(Path(STDIN)) > 1:
        raise UsageFault(f"{STANDARD_INPUT} is named twice; write {STDIN} once")
    for path in paths:
        if str(path) != STDIN and os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises where it may not look
            yield from _list_beneath(path, folders)
        else:
            yield NamedFile(path, is_named=True)


def describe_shared(named: Iterable[NamedFile | NamedFolder]) -> str:
    """Returns a sentence about the shared files that a person named in place of scripts; empty where there is none."""
    files = [each.name for each in named if isinstance(each, NamedFile) and each.is_named and each.is_shared]
    if not files:
        return ""
    more = f" and {len(files) - MOST_NAMED} more" if len(files) > MOST_NAMED else ""
    those = f"{', '.join(files[:MOST_NAMED])}{more}"
    if len(files) == 1:
        return f"{those}: this is a file that scripts share, and no script; name the scripts that use it"
    return f"{those}: these are files that scripts share, and no scripts; name the scripts that use them"


def refuse_rewriting(paths: Iterable[Path]) -> None:
    """Raises `UsageFault` where what is named cannot be rewritten: standard input, and pipes."""
    for path in paths:
        if str(path) == STDIN:
            raise UsageFault(f"--accept cannot rewrite {STANDARD_INPUT}; name a file, or leave out --accept")
        if path.exists() and S_ISFIFO(path.stat().st_mode):
            raise UsageFault(f"--accept cannot rewrite {path}, which is a pipe; name a file, or leave out --accept")


def check_plain(file: Path) -> None:
    """Raises `UsageFault` for what lies in a folder, has the name of a script, and is no file."""
    try:
        mode = file.stat().st_mode
    except OSError:
        return  # reading it says why
    if not S_ISREG(mode):
        what = "pipe" if S_ISFIFO(mode) else "device or a socket"
        raise UsageFault(f"{format_file_name(file)}: this is a {what}, and no file; move it elsewhere, or rename it")


def format_file_name(file: Path) -> str:
    """Returns the name of a file as messages and reports can hold it."""
    return str(file).encode("utf-8", "replace").decode()


def _list_beneath(top: Path, folders: ScriptFolders) -> list[NamedFile | NamedFolder]:
    found: list[NamedFile | NamedFolder] = []
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        listing = folders.list_folder(str(folder))
        found.append(NamedFolder(folder, "" if listing.fault is None else _describe(folder, listing.fault)))
        found += [NamedFile(folder / name, is_named=False) for name in listing.scripts]
        waiting += [folder / name for name in listing.folders]
    if not any(isinstance(each, NamedFile) or each.fault for each in found):
        raise UsageFault(
            f"{format_file_name(top)}: there is no script in this folder; a script's name ends in {SCRIPTS[0]}"
        )
    return sorted(found, key=lambda each: each.path)


def _describe(folder: Path, fault: OSError) -> str:
    return (
        f"{format_file_name(folder)}: this folder cannot be read ({describe_cause(fault)});"
        " allow it, or move it elsewhere"
    )
