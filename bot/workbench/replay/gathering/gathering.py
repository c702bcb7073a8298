"""Gathering the scripts that a person names: each with the files that it shares, and with its trial."""

import os
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from bot.config.errors import UsageFault
from bot.workbench.replay.gathering.named_files import NamedFile, NamedFolder, describe_shared, list_named
from bot.workbench.replay.gathering.script_folders import ScriptFolders
from bot.workbench.replay.gathering.script_reading import GatheredScript, ScriptReading
from bot.workbench.replay.gathering.script_trials import ScriptTrials
from bot.workbench.replay.gathering.shared_elsewhere import SharedElsewhere
from bot.workbench.replay.result import make_unreadable
from dialogs.testing.scripts.format.blocks import Script


@dataclass(frozen=True)
class GatheredScripts:
    """What was found, in the order in which it was named, and the place of each file by its name in messages.

    `note` is what a person should know who named them, in one sentence; it may be empty.
    """

    found: tuple[GatheredScript, ...]
    places: dict[str, Path]
    note: str = ""

    @property
    def trials(self) -> list[str]:
        """The trials with which the scripts are played, each once."""
        return list(dict.fromkeys(each.trial for each in self.found if isinstance(each, Script)))


def gather(
    paths: Iterable[Path],
    trials: ScriptTrials,
    pattern: str = "",
    folders: ScriptFolders | None = None,
    *,
    of_whole_files: bool = False,
) -> GatheredScripts:
    """Returns the scripts in files and folders that match `pattern`, or, `of_whole_files`, all of a file if one does.

    Raises `UsageFault` where there is none. `folders` remembers what lies where, from one call to the next.
    """
    folders = folders or ScriptFolders()
    named = {each.name: each for each in list_named(paths, folders)}
    reading = ScriptReading(trials, SharedElsewhere(named.values(), folders))
    found: list[GatheredScript] = []
    for scripts, shared in _group_collections(list(named.values()), folders):
        found += reading.read(scripts, shared)
    ranks = {name: rank for rank, name in enumerate(named)}
    found.sort(key=lambda each: ranks.get(each.file, -1))  # faults of what is shared come first
    chosen = [each for each in found if not pattern or matches(each, pattern)]
    if of_whole_files:
        files = {each.file for each in chosen}
        chosen = [each for each in found if each.file in files]
    folders_named = [each for each in named.values() if isinstance(each, NamedFolder)]
    unlisted = [make_unreadable(each.name, each.fault) for each in folders_named if each.fault]
    note = describe_shared(named.values())
    if note and not (found or unlisted):
        raise UsageFault(note)
    if not chosen and not unlisted:
        raise UsageFault(
            f"--filter: of {len(found):,} scripts none has a file name or a title that holds or matches"
            f" {pattern[:60]!r}"
        )
    return GatheredScripts((*unlisted, *chosen), {name: each.path for name, each in named.items()}, note)


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


def _group_collections(
    named: Sequence[NamedFile | NamedFolder], folders: ScriptFolders
) -> Iterator[tuple[list[NamedFile], list[NamedFile]]]:
    """Yields the scripts of each collection with the files that they share, wherever in it they lie."""
    shown = {folders.resolve(str(each.path)): each.path for each in named if isinstance(each, NamedFolder)}
    together: dict[Path | None, list[NamedFile]] = {}
    for each in named:
        if isinstance(each, NamedFile):
            together.setdefault(None if each.is_standard_input else each.folder, []).append(each)
    groups: dict[tuple[str, ...], list[NamedFile]] = {}
    for folder, files in together.items():
        if folder is not None:
            shown.setdefault(folders.resolve(str(folder)), folder)
        groups.setdefault(() if folder is None else folders.find_collection(str(folder)), []).extend(files)
    for collection, files in groups.items():
        is_absolute = files[0].path.is_absolute()
        shared = [
            NamedFile((shown.get(real) or _show(real, is_absolute=is_absolute)) / name, is_named=False)
            for real in collection
            for name in folders.list_folder(real).shared
        ]
        yield [each for each in files if not _is_taken(each, folders)], shared


def _is_taken(file: NamedFile, folders: ScriptFolders) -> bool:
    """Says whether a file is one that the scripts of its folder share, which are read with it."""
    return file.is_shared and file.path.name in folders.list_folder(folders.resolve(str(file.folder))).shared


def _show(folder: str, *, is_absolute: bool) -> Path:
    """Returns the place of a folder that nobody named, as the scripts are named that belong to it."""
    return Path(folder if is_absolute else os.path.relpath(folder))
