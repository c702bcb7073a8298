"""What is shared in the folders that a person named, to say where a name lies that a script does not know."""

from collections.abc import Iterable
from functools import cached_property

from bot.config.errors import UsageFault
from bot.workbench.replay.gathering.named_files import NamedFile, NamedFolder
from bot.workbench.replay.gathering.script_folders import ScriptFolders
from dialogs.testing.scripts.format.collection import PARTIAL
from dialogs.testing.scripts.format.tables import SUFFIX as TABLE
from dialogs.testing.scripts.format.variables import NAME


class SharedElsewhere:
    """The names of partial scripts and variables beneath named folders; files are read once a name is missing."""

    def __init__(self, named: Iterable[NamedFile | NamedFolder], folders: ScriptFolders) -> None:
        self._named, self._folders = named, folders

    def find(self, name: str) -> str:
        """Returns the file in which a partial script or a variable of this name stands; empty where there is none."""
        return self._files.get(name, "")

    @cached_property
    def _files(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for folder in self._named:
            if isinstance(folder, NamedFolder):
                for name in self._folders.list_folder(str(folder.path)).shared:
                    file = NamedFile(folder.path / name, is_named=False)
                    found |= dict.fromkeys(_list_names(file), file.name)
        return found


def _list_names(file: NamedFile) -> list[str]:
    try:
        text = file.read().decode("utf-8", "replace")
    except UsageFault:
        return []
    if file.name.endswith(PARTIAL):
        return text.splitlines()[:1]
    return [each[0] for each in NAME.finditer(text)] if file.name.endswith(TABLE) else []
