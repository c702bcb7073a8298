"""Which trial each script is played with: the one that it names, else that of the command or of the settings."""

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bot.config.errors import UsageFault
from bot.config.trial_catalogue import check_unique, find_trial, is_file
from dialogs.testing.scripts.format.blocks import ScriptError
from dialogs.testing.scripts.format.reading import Draft


@dataclass(frozen=True)
class ScriptTrials:
    """Gives each script its trial.

    `name` is the id or the file of the trial for scripts that name none. Where it `is_chosen`, with `--trial`, no
    script may name another.
    """

    name: str
    is_chosen: bool = False

    def find(self, draft: Draft, folder: Path) -> str:
        """Returns the trial to play a script with. A file that it names lies in `folder`, or from there.

        Raises `ScriptError` where the trial that it names cannot be had.
        """
        if not draft.trial:
            return self.name
        try:
            return self._find(draft.trial, folder)
        except UsageFault as fault:
            place = f"{draft.file}:{draft.trial_line}"
            raise ScriptError(f"{place}: {fault}", draft.file, draft.trial_line) from fault

    def _find(self, named: str, folder: Path) -> str:
        """Returns the id or the file of the trial that a script names. Raises `UsageFault` where it cannot be had."""
        name = _locate(folder / named, folder) if is_file(named) else named
        if name == self.name:
            return name
        trial = find_trial(name).id if is_file(name) else name
        if trial == self._id and (self.is_chosen or not is_file(name)):
            return self.name  # a new version of a trial is tried in its place; a file that is named is meant itself
        if self.is_chosen:
            raise UsageFault(
                f"names the trial {trial}, but is played with {self._id}: leave out --trial, or name only scripts of"
                f" {self._id}"
            )
        if not is_file(name):
            check_unique(name)
            find_trial(name)
        return name

    @cached_property
    def _id(self) -> str:
        """The id of the trial for scripts that name none."""
        return find_trial(self.name).id if is_file(self.name) else self.name


def _locate(file: Path, folder: Path) -> str:
    """Returns where a file really lies, as the folder of the script is named."""
    real = os.path.realpath(file)
    return real if folder.is_absolute() else os.path.relpath(real)
