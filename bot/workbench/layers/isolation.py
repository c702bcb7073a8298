"""Programs for abuse scripts, one script at a time, so that restarts and lost connections disturb no other."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, Generic, TypeVar

from bot.workbench.layers.shared_layer import SharedLayer
from bot.workbench.layers.shared_program import SharedProgram
from dialogs.conversation.screening import Event, Said, Screening, Turn
from dialogs.testing.scripts.format.blocks import MeBlock, Script

SPARE = timedelta(hours=1)
"""How long before midnight a program serves its last script: dates are read against the day."""

ProgramT = TypeVar("ProgramT", bound=SharedProgram)
LayerT = TypeVar("LayerT", bound="IsolatedLayer")


class IsolatedLayer(SharedLayer):
    """A person with a program that serves nobody else meanwhile.

    Its clock may be later than the script's, by a fixed time. A network that `is_dropping` drops around the next event.
    """

    def __init__(self, *given: Any, now: datetime) -> None:
        super().__init__(*given)
        self._later = self.program.clock.moment() - now
        self.is_dropping = False

    def take_turn(self, screening: Screening, event: Event, now: datetime) -> Turn:
        """See `Layer`. What was sent at a time of the script's was sent at the program's."""
        if isinstance(event, Said) and event.sent_at is not None:
            event = replace(event, sent_at=event.sent_at + self._later)
        return super().take_turn(screening, event, now)

    def get_time(self, now: datetime) -> float:
        """Returns the time of the turn: nobody else moves the clock."""
        return (now + self._later).timestamp()

    def restart(self, now: datetime) -> None:
        """Ends the program in good order, and starts it again over the same files and the same chat."""
        with self.program.time.wait_until(self.get_time(now)):
            self.program.restart()

    def drop_network(self) -> None:
        """Lets the network drop around the next event: see `AbusableLayer`."""
        self.is_dropping = True


class IsolatedPrograms(Generic[ProgramT, LayerT]):
    """Where abuse scripts are played.

    They share a program, whose clock is a little later for each; one that moves the clock has its own. `make` makes a
    program, and `open_layer` opens the layer of a script at one.
    """

    def __init__(
        self,
        stack: ExitStack,
        make: Callable[[ExitStack, datetime], ProgramT],
        open_layer: Callable[[ProgramT, Script, datetime], LayerT],
    ) -> None:
        self._make, self._open_layer = make, open_layer
        self._stack = stack.enter_context(ExitStack())
        self._shared: ProgramT | None = None
        self._turn = Lock()

    @contextmanager
    def isolate(self, script: Script, now: datetime) -> Iterator[LayerT]:
        """Gives a script a program of which nobody else is disturbed."""
        if moves_clock(script):
            with ExitStack() as stack:
                yield self._open_layer(self._make(stack, now), script, now)
            return
        with self._turn:
            try:
                yield self._open_layer(self._share(now), script, now)
            except BaseException:
                self._shared = None  # whatever state it is in
                raise

    def _share(self, now: datetime) -> ProgramT:
        if self._shared is None or not now <= self._shared.clock.moment() <= _latest_clock(now):
            self._stack.close()
            self._shared = self._make(self._stack, now)
        return self._shared


def moves_clock(script: Script) -> bool:
    """Says whether a script moves its clock."""
    return any(word.name == "clock" for block in script.blocks if isinstance(block, MeBlock) for word in block.words)


def _latest_clock(now: datetime) -> datetime:
    """Returns until when a program's clock is as good as the script's, which stands at `now`."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1) - SPARE
