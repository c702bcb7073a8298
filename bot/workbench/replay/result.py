"""What became of one script, as small as its reports allow: it travels from one process to another."""

from dataclasses import dataclass

from bot.workbench.replay.passages import Passage
from dialogs.testing.coverage.map import Map
from dialogs.testing.scripts.observation import ScriptObservation

PASSED, FAILED, UNREADABLE = "passed", "failed", "unreadable"


@dataclass(frozen=True)
class ScriptResult:
    """What became of one script.

    A failed one has the line, what came instead, the diff and the remedy; an unreadable one the message.

    `case` names the row of the table that the script was made with. `line` counts in `file_of_line`, where that is a
    file that the script includes. What only one report needs is there only if it was asked for: the passages, and what
    was reached. What was heard is there where `--accept` may need it.
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
    passages: tuple[Passage, ...] = ()
    hearing: ScriptObservation | None = None
    reached: Map | None = None
    case: str = ""

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
        return (PASSED, FAILED, UNREADABLE).index(self.result)


def make_unreadable(file: str, message: str) -> ScriptResult:
    """Returns what is told of a script that cannot be read."""
    return ScriptResult(file, "", UNREADABLE, message=message)
