"""Reading the scripts of one collection, each with its trial; what cannot be read is told, and keeps no other back."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.config.errors import UsageFault
from bot.workbench.replay.gathering.named_files import NamedFile
from bot.workbench.replay.gathering.script_trials import ScriptTrials
from bot.workbench.replay.gathering.shared_elsewhere import SharedElsewhere
from bot.workbench.replay.result import ScriptResult, make_faulty, make_unreadable
from dialogs.testing.scripts.format.blocks import Script, ScriptError
from dialogs.testing.scripts.format.collection import collect

GatheredScript = Script | ScriptResult
"""A script that can be played, with the trial to play it with, or what is told of one that cannot be read."""


@dataclass(frozen=True)
class ScriptReading:
    """What reading needs besides the files: the trials of scripts, and what lies outside of their collection."""

    trials: ScriptTrials
    elsewhere: SharedElsewhere

    def read(self, scripts: Iterable[NamedFile], shared: Iterable[NamedFile]) -> Iterator[GatheredScript]:
        """Yields the scripts in the files of a collection, and what is told of the files that cannot be read."""
        contents: dict[str, bytes] = {}
        folders: dict[str, Path] = {}
        for each in (*shared, *scripts):
            try:
                contents[each.name] = each.read()
                folders[each.name] = Path() if each.is_standard_input else each.folder
            except UsageFault as fault:
                yield make_unreadable(each.name, str(fault))
        found = collect(
            contents,
            self.elsewhere.find,
            lambda draft: self.trials.find(draft, folders[draft.file]),
            as_given=True,
        )
        for made in found:
            yield make_faulty(made) if isinstance(made, ScriptError) else made
