"""What became of one script, as small as its reports allow: it travels from one process to another."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.workbench.replay.passages import Passage
from dialogs.testing.coverage.map import Map
from dialogs.testing.scripts.format.blocks import Script, ScriptError
from dialogs.testing.scripts.playing.observation import ScriptObservation
from dialogs.testing.scripts.playing.played import Failure

PASSED, FAILED, UNREADABLE, SKIPPED = "passed", "failed", "unreadable", "skipped"
"""What can become of a script; one is skipped that was not played any more, after another had failed."""

CODES = {PASSED: 0, FAILED: 1, UNREADABLE: 2, SKIPPED: 0}


@dataclass(frozen=True)
class ScriptResult:
    """What became of one script.

    A failed one has the line, what came instead, the diff and the remedy; an unreadable one the message.

    `faults` are all that did not hold, or that are wrong with its file. `trial` is the id or the file of the trial that
    it was played with. `case` names the row of the table that it was made with. `line` counts in `file_of_line`, where
    that is a file that the script includes. A `remedy` that is there already is the only one; a `hint` stands below it.
    What only one report needs is there only if it was asked for: the passages, and what was reached. What was heard is
    there where `--accept` may need it.
    """

    file: str
    title: str
    result: str
    seconds: float = 0.0
    file_of_line: str = ""
    line: int = 1
    message: str = ""
    diff: str = ""
    remedy: str = ""
    hint: str = ""
    passages: tuple[Passage, ...] = ()
    hearing: ScriptObservation | None = None
    reached: Map | None = None
    case: str = ""
    faults: tuple[Failure, ...] = ()
    trial: str = ""

    @property
    def name(self) -> str:
        """The name of the script: its file, and its case where a table made several of one file."""
        return f"{self.file} [{self.case}]" if self.case else self.file

    @property
    def place(self) -> str:
        """Where to look: file and line."""
        return f"{self.file_of_line or self.file}:{self.line}"

    @property
    def code(self) -> int:
        """The exit code that this result calls for."""
        return CODES[self.result]


def make_unreadable(file: str, message: str) -> ScriptResult:
    """Returns what is told of a script that cannot be read; the message may begin with its place."""
    place = re.match(re.escape(file) + r":(?:(\d+):)? ", message)
    line, what = (1, message) if place is None else (int(place[1] or 1), message[place.end() :])
    return ScriptResult(file, "", UNREADABLE, message=message, faults=(Failure(line, what, file),))


def make_skipped(script: Script) -> ScriptResult:
    """Returns what is told of a script that was not played any more."""
    return ScriptResult(script.file, script.title, SKIPPED, case=script.case)


def make_faulty(error: ScriptError) -> ScriptResult:
    """Returns what is told of a script in which something is wrong."""
    faults = tuple(
        Failure(each.line, str(each).removeprefix(f"{each.file}:{each.line}: "), each.file) for each in error.faults
    )
    return replace(make_unreadable(error.file, str(error)), faults=faults)


def list_trials(results: Iterable[ScriptResult]) -> list[str]:
    """Returns the trials with which scripts were played, each once."""
    return list(dict.fromkeys(each.trial for each in results if each.trial))
