"""Plays a script through a dialogue or a layer around it, and finds where it first differs from what is expected."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime

from dialogs.conversation.screening import Turn
from dialogs.testing.scripts.format.blocks import BotBlock, MeBlock, Script
from dialogs.testing.scripts.playing.abuse import Abuser, is_abuse
from dialogs.testing.scripts.playing.expectations import find_failures
from dialogs.testing.scripts.playing.layer import AbusableLayer, BareLayer, IsolatingLayer, Layer
from dialogs.testing.scripts.playing.lookup import find_value, format_value, look_up
from dialogs.testing.scripts.playing.played import Exchange, Failure, PlayedScriptRun, PlayedStep
from dialogs.testing.scripts.playing.saying import START, make_event

__all__ = [
    "FIXED_NOW",
    "START",
    "Exchange",
    "Failure",
    "Layer",
    "PlayedScriptRun",
    "PlayedStep",
    "Player",
    "find_failures",
    "find_value",
    "format_value",
    "look_up",
    "make_event",
]

FIXED_NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
"""Where the clock of a script stands, unless another time is given; that of an abuse script begins there."""


class Player:
    """Plays scripts through one layer, at a fixed time; an abuse script from that time on."""

    def __init__(self, layer: Layer, now: datetime = FIXED_NOW) -> None:
        self.layer = layer
        self.now = now

    def play(self, script: Script) -> PlayedScriptRun:
        """Returns the script with what was said.

        It goes on to the end after a failure, so that the transcript is whole.
        """
        if is_abuse(script):
            with self._isolate(script) as layer:
                exchanges = tuple(self._play_abuse(script, Abuser(layer, self.now)))
        else:
            exchanges = tuple(self._play_blocks(script))
        failures = tuple(failure for exchange in exchanges for failure in find_failures(exchange))
        return PlayedScriptRun(script, exchanges, failures)

    def _isolate(self, script: Script) -> AbstractContextManager[AbusableLayer]:
        if isinstance(self.layer, IsolatingLayer):
            return self.layer.isolate(script, self.now)
        return nullcontext(BareLayer(self.layer))

    def _play_abuse(self, script: Script, abuser: Abuser) -> Iterator[Exchange]:
        for me, expected in _pair_blocks(script):
            steps, faults = abuser.do(me)
            assert abuser.turn is not None, "the first #me begins the screening"
            yield Exchange(me, expected, tuple(steps), abuser.turn, self.layer.trial, tuple(faults))

    def _play_blocks(self, script: Script) -> Iterator[Exchange]:
        turn: Turn | None = None
        for me, expected in _pair_blocks(script):
            steps = tuple(self._take_steps(turn, me))
            turn = steps[-1].turn
            yield Exchange(me, expected, steps, turn, self.layer.trial)

    def _take_steps(self, turn: Turn | None, me: MeBlock | None) -> Iterator[PlayedStep]:
        if turn is None:
            turn = self.layer.begin(self.now)
            begun = PlayedStep(None, None, turn)
            if me is None or me.text == START:
                yield begun
                return
        assert me is not None
        said = make_event(me.text, turn.messages)
        yield PlayedStep(turn.screening, said, self.layer.take_turn(turn.screening, said, self.now))


def _pair_blocks(script: Script) -> Iterator[tuple[MeBlock | None, tuple[BotBlock, ...]]]:
    """Yields each `#me` with the `#bot` blocks that follow it; first those that stand before any `#me`."""
    me: MeBlock | None = None
    expected: list[BotBlock] = []
    for block in script.blocks:
        if isinstance(block, BotBlock):
            expected.append(block)
            continue
        if me is not None or expected:
            yield me, tuple(expected)
        me, expected = block, []
    yield me, tuple(expected)
