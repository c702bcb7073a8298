"""What was played: each thing that a script says, what came of it, and where it first differs from what is expected."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from dialogs.conversation.messages import Message
from dialogs.conversation.screening import Event, Screening, Turn
from dialogs.loading.compiled_trial import Trial
from dialogs.testing.scripts.format.blocks import BotBlock, MeBlock, Script
from dialogs.testing.scripts.playing.turn_view import TurnView


@dataclass(frozen=True)
class Failure:
    """An expectation that did not hold, or a word that could not be done.

    `message` says what came instead, and the remedy.

    `line` is counted from 1 in `file`, which may be one that the script includes; empty where it is not known.
    """

    line: int
    message: str
    file: str = ""


@dataclass(frozen=True)
class PlayedStep:
    """One event and what came of it. `before` and `event` are None where the screening began.

    `at` is when, in a script whose clock moves; None where it stands still.
    """

    before: Screening | None
    event: Event | None
    turn: Turn
    at: datetime | None = None


@dataclass(frozen=True)
class Exchange:
    """What the bot said to one `#me` (None: at the start), and the `#bot` blocks that expected it.

    `steps` are mostly one, and none where a `#me` says nothing. `turn` is the last turn, of this exchange or an earlier
    one. `faults` are the words that could not be done.
    """

    me: MeBlock | None
    expected: tuple[BotBlock, ...]
    steps: tuple[PlayedStep, ...]
    turn: Turn
    trial: Trial
    faults: tuple[Failure, ...] = ()

    @property
    def messages(self) -> tuple[Message, ...]:
        """What the bot said, in order."""
        return tuple(message for step in self.steps for message in step.turn.messages)

    @cached_property
    def view(self) -> TurnView:
        """What JSON_PATH looks at."""
        return TurnView(self.trial, self.turn.screening)


@dataclass(frozen=True)
class PlayedScriptRun:
    """A script with what was said, and all that did not hold, mostly in the order of the lines."""

    script: Script
    exchanges: tuple[Exchange, ...]
    failures: tuple[Failure, ...] = ()

    @property
    def failure(self) -> Failure | None:
        """The first that did not hold; None when every expectation held."""
        return self.failures[0] if self.failures else None
