"""Which folders hold scripts that know each other: it depends on where they lie, never on what a person names.

A folder that holds scripts or shared files is a script folder. So is one that holds nothing visible but such folders.
Script folders of which one lies directly in the other are connected; a collection is all that is connected. A folder
that holds the definition of a trial is the top of its collection. Links to folders and hidden folders are passed by.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dialogs.testing.scripts.format.collection import SCRIPTS, SHARED

DEFINITIONS = (".yaml", ".yml")
"""How the names of trial definitions end."""


@dataclass(frozen=True)
class FolderListing:
    """What lies directly in a folder, by name and in order, without what is hidden: files and folders."""

    scripts: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    is_top: bool = False
    fault: OSError | None = None

    @property
    def holds_scripts(self) -> bool:
        """Says whether scripts, or files that scripts share, lie directly in the folder."""
        return bool(self.scripts or self.shared)


class ScriptFolders:
    """Looks at each folder once, and remembers what lies there, in `listings`."""

    def __init__(self) -> None:
        self.listings: dict[str, FolderListing] = {}
        self._places: dict[str, str] = {}
        self._are_script_folders: dict[str, bool] = {}
        self._collections: dict[str, tuple[str, ...]] = {}

    def list_folder(self, folder: str) -> FolderListing:
        """Returns what lies in a folder; one that cannot be listed holds nothing but a fault."""
        if folder not in self.listings:
            self.listings[folder] = _list(folder)
        return self.listings[folder]

    def resolve(self, folder: str) -> str:
        """Returns where a folder really lies. Links above it are followed once for all that lies beneath."""
        if folder not in self._places:
            above, name = os.path.split(folder)
            is_plain = above in self._places and name not in {"", ".", ".."} and not os.path.islink(folder)  # noqa: PTH114 - a text
            self._places[folder] = _join(self._places[above], name) if is_plain else os.path.realpath(folder)
        return self._places[folder]

    def find_collection(self, folder: str) -> tuple[str, ...]:
        """Returns the folders whose shared files the scripts in a folder know, by their real places.

        Their order is that of the places, whatever a person names, and wherever the command is run.
        """
        start = self.resolve(folder)
        if start not in self._collections:
            found = {start}
            waiting = [start] if self.is_script_folder(start) else []
            while waiting:
                new = [each for each in self._list_connected(waiting.pop()) if each not in found]
                found.update(new)
                waiting += new
            collection = tuple(sorted(found, key=lambda each: each.replace(os.sep, "\0")))
            self._collections |= dict.fromkeys(collection, collection)
        return self._collections[start]

    def is_script_folder(self, folder: str) -> bool:
        """Says whether a folder holds scripts or shared files, or nothing visible but folders that do.

        The first folder that does not ends the looking: nobody's home is searched because of one script in it.
        """
        known = self._are_script_folders
        if folder not in known:
            above: dict[str, str] = {}
            waiting = [folder]
            while waiting:
                listing = self.list_folder(at := waiting.pop())
                if listing.holds_scripts or known.get(at):
                    continue
                if not listing.folders or known.get(at) is False:
                    known |= dict.fromkeys(_list_above(at, above), False)
                    return False
                above |= {_join(at, name): at for name in listing.folders}
                waiting += [_join(at, name) for name in listing.folders]
            known |= dict.fromkeys([folder, *above], True)
        return known[folder]

    def _list_connected(self, folder: str) -> list[str]:
        """Returns the script folders that lie directly in a script folder, and the one in which it lies."""
        listing = self.list_folder(folder)
        beneath = [_join(folder, name) for name in listing.folders]
        found = [each for each in beneath if self.is_script_folder(each) and not self.list_folder(each).is_top]
        parent, name = os.path.split(folder)
        if name and not name.startswith(".") and not listing.is_top and self.is_script_folder(parent):
            found.append(parent)
        return found


def _list(folder: str) -> FolderListing:
    files: list[str] = []
    folders: list[str] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if not entry.name.startswith("."):
                    (folders if _is_folder(entry) else files).append(entry.name)
    except OSError as error:
        return FolderListing(fault=error)
    files.sort()
    return FolderListing(
        tuple(name for name in files if name.endswith(SCRIPTS)),
        tuple(name for name in files if name.endswith(SHARED)),
        tuple(sorted(folders)),
        is_top=any(name.endswith(DEFINITIONS) for name in files),
    )


def _list_above(folder: str, above: Mapping[str, str]) -> Iterator[str]:
    """Yields a folder and those above it, as far as they are known."""
    at: str | None = folder
    while at is not None:
        yield at
        at = above.get(at)


def _join(folder: str, name: str) -> str:
    return f"{folder.rstrip(os.sep)}{os.sep}{name}"


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False
