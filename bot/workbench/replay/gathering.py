"""Finding the scripts that a person names: files, folders, and what in the same folder belongs to them."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from bot.config.errors import UsageFault
from bot.config.files import read_bytes
from bot.workbench.replay.result import ScriptResult, make_faulty, make_unreadable
from dialogs.testing.scripts.blocks import Script, ScriptError
from dialogs.testing.scripts.collection import SCRIPTS, SHARED, collect

GatheredScript = Script | ScriptResult
"""A script that can be played, or what is told of one that cannot be read."""


@dataclass(frozen=True)
class GatheredScripts:
    """What was found, in the order in which it was named, and the place of each file by its name in messages."""

    found: tuple[GatheredScript, ...]
    places: dict[str, Path]


def gather(paths: Iterable[Path], pattern: str = "", *, of_whole_files: bool = False) -> GatheredScripts:
    """Returns the scripts in files and folders that match `pattern`, or, `of_whole_files`, all of a file if one does.

    Raises `UsageFault` where there is none.
    """
    named = {path: _list_folder(path) if path.is_dir() else [path] for path in paths}
    places: dict[str, Path] = {}
    found: list[GatheredScript] = []
    for scripts, shared in _group_families(named):
        new = {format_file_name(file): file for file in scripts if format_file_name(file) not in places}
        beside = {format_file_name(file): file for file in shared}
        found += _read(new, beside)
        places |= beside | new
    order = dict.fromkeys(format_file_name(file) for files in named.values() for file in files)
    ranks = {file: rank for rank, file in enumerate(order)}
    found.sort(key=lambda each: ranks.get(each.file, -1))  # faults of what is shared come first
    chosen = tuple(each for each in found if not pattern or matches(each, pattern))
    if of_whole_files:
        files = {each.file for each in chosen}
        chosen = tuple(each for each in found if each.file in files)
    if not chosen:
        raise UsageFault(
            f"--filter: of {len(found):,} scripts none has a file name or a title that holds or matches"
            f" {pattern[:60]!r}"
        )
    return GatheredScripts(chosen, places)


def matches(found: GatheredScript, pattern: str) -> bool:
    """Says whether a script's file name or title holds `pattern`, or matches it as a glob. Case does not count."""
    wanted = pattern.casefold()
    names = [Path(found.file).name.casefold(), found.title.casefold()]
    return any(wanted in name or fnmatchcase(name, wanted) for name in names) or fnmatchcase(
        found.file.casefold(), wanted
    )


def shuffle(places: Iterable[int], seed: int) -> list[int]:
    """Returns the places of scripts in the order that `seed` gives them, always the same."""
    order = list(places)
    random.Random(seed).shuffle(order)  # noqa: S311 - an order of playing is no secret
    return order


def format_file_name(file: Path) -> str:
    """Returns the name of a file as messages and reports can hold it."""
    return str(file).encode("utf-8", "replace").decode()


def _group_families(named: dict[Path, list[Path]]) -> Iterator[tuple[list[Path], list[Path]]]:
    """Yields scripts with the files that they share: those of each folder, also where a single file was named."""
    single: dict[Path, list[Path]] = {}
    for path, scripts in named.items():
        if path.is_dir():
            yield scripts, _select_endings(path.rglob("*"), SHARED)
        else:
            single.setdefault(path.parent, []).append(path)
    for folder, scripts in single.items():
        yield scripts, _select_endings(folder.glob("*"), SHARED)


def _list_folder(folder: Path) -> list[Path]:
    found = _select_endings(folder.rglob("*"), SCRIPTS)
    if not found:
        raise UsageFault(
            f"{format_file_name(folder)}: there is no script in this folder; a script's name ends in {SCRIPTS[0]}"
        )
    return found


def _select_endings(files: Iterable[Path], endings: tuple[str, ...]) -> list[Path]:
    """Returns the files whose names end so; what begins with a dot was left there by a system or an editor."""
    return sorted(file for file in files if file.name.endswith(endings) and not file.name.startswith("."))


def _read(scripts: dict[str, Path], shared: dict[str, Path]) -> Iterator[GatheredScript]:
    contents: dict[str, bytes] = {}
    for name, file in (shared | scripts).items():
        try:
            contents[name] = read_bytes(file, "a script")
        except UsageFault as fault:
            yield make_unreadable(name, str(fault))
    for each in collect(contents):
        yield make_faulty(each) if isinstance(each, ScriptError) else each
