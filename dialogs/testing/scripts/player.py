"""Plays a script through a trial's dialogue, or a layer around it: what was said, and where it first differs from what is expected."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime

from dialogs.conversation.screening import Turn
from dialogs.testing.scripts.abuse import Abuser, is_abuse
from dialogs.testing.scripts.blocks import Bot, Me, Script
from dialogs.testing.scripts.expectations import failures
from dialogs.testing.scripts.layer import Calm, Layer, Rough, Sturdy
from dialogs.testing.scripts.lookup import as_text, look_up, value_at
from dialogs.testing.scripts.played import Exchange, Failure, Played, Step
from dialogs.testing.scripts.saying import START, event

__all__ = [
    "FIXED_NOW",
    "START",
    "Exchange",
    "Failure",
    "Layer",
    "Played",
    "Player",
    "Step",
    "as_text",
    "event",
    "failures",
    "look_up",
    "value_at",
]

FIXED_NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
"""Where the clock of a script stands, unless it is told otherwise; that of an abuse script begins there."""


class Player:
    """Plays scripts through one layer, at a fixed time; an abuse script from that time on."""

    def __init__(self, layer: Layer, now: datetime = FIXED_NOW) -> None:
        self.layer = layer
        self.now = now

    def play(self, script: Script) -> Played:
        """Returns the script with what was said. It goes on to the end after a failure, so that the transcript is whole."""
        if is_abuse(script):
            with self._apart(script) as layer:
                exchanges = tuple(self._abused(script, Abuser(layer, self.now)))
        else:
            exchanges = tuple(self._said(script))
        failure = next((failure for exchange in exchanges for failure in failures(exchange)), None)
        return Played(script, exchanges, failure)

    def _apart(self, script: Script) -> AbstractContextManager[Rough]:
        return self.layer.apart(script, self.now) if isinstance(self.layer, Sturdy) else nullcontext(Calm(self.layer))

    def _abused(self, script: Script, abuser: Abuser) -> Iterator[Exchange]:
        for me, expected in _paired(script):
            steps, faults = abuser.does(me)
            assert abuser.turn is not None, "the first #me begins the screening"
            yield Exchange(me, expected, tuple(steps), abuser.turn, self.layer.trial, tuple(faults))

    def _said(self, script: Script) -> Iterator[Exchange]:
        turn: Turn | None = None
        for me, expected in _paired(script):
            steps = tuple(self._steps(turn, me))
            turn = steps[-1].turn
            yield Exchange(me, expected, steps, turn, self.layer.trial)

    def _steps(self, turn: Turn | None, me: Me | None) -> Iterator[Step]:
        if turn is None:
            turn = self.layer.begin(self.now)
            begun = Step(None, None, turn)
            if me is None or me.text == START:
                yield begun
                return
        assert me is not None
        said = event(me.text, turn.messages)
        yield Step(turn.screening, said, self.layer.turn(turn.screening, said, self.now))


def _paired(script: Script) -> Iterator[tuple[Me | None, tuple[Bot, ...]]]:
    """Yields each `#me` with the `#bot` blocks that follow it; first those that stand before any `#me`."""
    me: Me | None = None
    expected: list[Bot] = []
    for block in script.blocks:
        if isinstance(block, Bot):
            expected.append(block)
            continue
        if me is not None or expected:
            yield me, tuple(expected)
        me, expected = block, []
    yield me, tuple(expected)
