"""What a script is made of: what a person says, the abuse words before it, and what the bot is expected to say."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime


class ScriptError(Exception):
    """A script is not readable; the message names file, line, fault and remedy, one line for each of several faults.

    `line` is counted from 1; it is that of the first of them. `several` are all of them, each by itself.
    """

    def __init__(self, message: str, file: str = "", line: int = 1, several: Sequence["ScriptError"] = ()) -> None:
        super().__init__(message)
        self.file = file
        self.line = line
        self.several = several

    @property
    def faults(self) -> Sequence["ScriptError"]:
        """Each fault by itself."""
        return self.several or (self,)


def make_fault(file: str, line: int, what: str, remedy: str) -> ScriptError:
    """Returns the error that says what is wrong at a line of a file, and what to do."""
    return ScriptError(f"{file}:{line}: {what}: {remedy}", file, line)


@dataclass(frozen=True)
class AbuseWord:
    """What an abuse script does before something is said, such as `!restart`; `name` is without the sign.

    `value` is the N of `!stale N` or the moment of `!clock`, in UTC; `label` is that of `!stale N|label`, else empty.
    """

    line: int
    name: str
    value: int | datetime | None = None
    label: str = ""


@dataclass(frozen=True)
class MeBlock:
    """What the person says, or taps where it equals a visible button. `line` is that of `#me`, in `file`.

    The text is empty only where there are words, which come first.
    """

    line: int
    text: str
    words: tuple[AbuseWord, ...] = ()
    file: str = ""


@dataclass(frozen=True)
class PathExpectation:
    """An expectation on the turn: the value at `path` reads as `value`; with no value, that there is one."""

    line: int
    path: str
    value: str | None
    file: str = ""


@dataclass(frozen=True)
class NegatedExpectation:
    """What must not be, by the word after its `!`, and none of whose `values` may be there.

    They are pieces of text, or labels (without any: no button at all), or a path and perhaps its value.
    """

    line: int
    word: str
    values: tuple[str, ...]
    file: str = ""


@dataclass(frozen=True)
class BotBlock:
    """What one message must hold: `text` as a contiguous piece, `buttons` among its buttons, `paths` on the turn.

    `negated` is what must not be said, offered, or stand in the turn.
    """

    line: int
    text: str
    buttons: tuple[str, ...] = ()
    paths: tuple[PathExpectation, ...] = ()
    file: str = ""
    negated: tuple[NegatedExpectation, ...] = ()


@dataclass(frozen=True)
class Include:
    """A place at which the blocks of a partial script stand, in a script that is not yet put together."""

    line: int
    name: str
    file: str = ""


ScriptBlock = MeBlock | BotBlock


@dataclass(frozen=True)
class Script:
    """One scripted dialogue.

    `file` is its name in messages; `case` names the table's row that it was made with, else it is empty.

    `source` is the text of the file, in which line numbers count; it is empty where a script was not read from a text.
    `trial` is an id or a file, empty where the script names none; `trial_line` is where it names one, else 0.
    """

    file: str
    title: str
    blocks: tuple[ScriptBlock, ...]
    case: str = ""
    source: str = field(default="", compare=False, repr=False)
    trial: str = ""
    trial_line: int = 0
