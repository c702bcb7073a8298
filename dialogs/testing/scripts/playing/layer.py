"""What a script is played through: the dialogue alone, or one with storage or a channel around it.

Each must read the same.
"""

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol, runtime_checkable

from dialogs.conversation.screening import Event, Screening, Turn
from dialogs.loading.compiled_trial import Trial
from dialogs.testing.scripts.format.blocks import Script


class Layer(Protocol):
    """A layer in which one screening stands open at a time. A dialogue by itself is one."""

    @property
    def trial(self) -> Trial:
        """The trial that is screened for."""

    def begin(self, now: datetime) -> Turn:
        """Returns the first turn of a new screening."""

    def take_turn(self, screening: Screening, event: Event, now: datetime) -> Turn:
        """Returns what comes of an event in the latest screening; `screening` is as the turn before left it.

        A layer may name its messages and buttons in its own way. A tap carries its button's key, and the number of the
        message that showed it.
        """


class AbusableLayer(Layer, Protocol):
    """A layer that belongs to one script, and can be treated roughly. Its clock is the `now` of each call."""

    def restart(self, now: datetime) -> None:
        """Ends the program in good order, and starts it again on what it stored.

        What it then says by itself belongs to the next turn.
        """

    def drop_network(self) -> None:
        """Lets the network drop around the next event.

        The event is delivered again once it was handled, and its first answer is lost.
        """


@runtime_checkable
class IsolatingLayer(Layer, Protocol):
    """A layer through which abuse scripts can be played, although it stores or shares something."""

    def isolate(self, script: Script, now: datetime) -> AbstractContextManager[AbusableLayer]:
        """Gives a script a layer of its own while it is played, so that it disturbs no other script.

        `now` is where the script's clock begins.
        """


class BareLayer:
    """A layer that nothing can be done to: it holds nothing between two turns, and no network is in it."""

    def __init__(self, layer: Layer) -> None:
        self.layer = layer

    @property
    def trial(self) -> Trial:
        """The trial that is screened for."""
        return self.layer.trial

    def begin(self, now: datetime) -> Turn:
        """See `Layer`."""
        return self.layer.begin(now)

    def take_turn(self, screening: Screening, event: Event, now: datetime) -> Turn:
        """See `Layer`."""
        return self.layer.take_turn(screening, event, now)

    def restart(self, now: datetime) -> None:
        """Restarts nothing."""

    def drop_network(self) -> None:
        """Drops nothing."""
