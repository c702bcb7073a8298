"""What the layers of a shared program have in common: a person who is let in, their turns, and their time."""

from abc import abstractmethod
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from bot.workbench.layers.chat_reader import is_offer, make_turn
from bot.workbench.layers.shared_program import SharedProgram
from dialogs.conversation.messages import Message
from dialogs.conversation.screening import Event, Screening, Tapped, Turn
from dialogs.testing.scripts.format.blocks import Script
from dialogs.testing.scripts.playing.abuse import SECONDS_A_TURN
from dialogs.testing.scripts.playing.layer import AbusableLayer
from storage.features.members import Members, Role

Act = Callable[[], object]
"""What a person does."""


class SharedLayer:
    """One screening of one person, through a program that serves others too. `address` is the person's chat."""

    def __init__(self, program: SharedProgram, address: str = "") -> None:
        self.program, self.trial, self.address = program, program.trial, address
        self._last = 0.0

    @abstractmethod
    def enter(self, token: str) -> None:
        """Lets the person come in by an invitation."""

    @abstractmethod
    def act(self, event: Event) -> None:
        """Lets the person say or tap something."""

    @abstractmethod
    def collect_messages(self, act: Act) -> list[Message]:
        """Lets the person act, and returns the messages that they are shown after it, asked for or not."""

    def show_whole(self, told: list[Message], screening: Screening) -> list[Message]:
        """Returns messages as the dialogue would show them, where the channel has less room."""
        del screening
        return told

    def begin(self, now: datetime) -> Turn:
        """Begins a screening for somebody who is let in by an invitation."""
        token: str = self.program.take(self.address, lambda uow: Members(uow).invite(Role.TESTER, timedelta(days=1)))
        return self._turn(lambda: self.enter(token), now)

    def take_turn(self, screening: Screening, event: Event, now: datetime) -> Turn:
        """Lets the person say or tap something, and returns what they are shown."""
        del screening  # what the store kept is what counts
        return self._turn(lambda: self.act(event), now)

    def isolate(self, script: Script, now: datetime) -> AbstractContextManager[AbusableLayer]:
        """See `IsolatingLayer`. The script gets a program and a store of which no other script knows."""
        assert self.program.isolated is not None, "only scripts whose program has isolated ones beside it are rough"
        return self.program.isolated.isolate(script, now)

    def get_time(self, now: datetime) -> float:
        """Returns when the person acts next, in seconds since 1970. Others move the clock too."""
        del now
        return self._last + SECONDS_A_TURN

    def _turn(self, act: Act, now: datetime) -> Turn:
        """Lets the person act, and returns what they are told.

        Where the session offers to go on with the screening, they do.
        """
        with self.program.time.wait_until(self.get_time(now)) as self._last:
            told = self.collect_messages(act)
            if is_offer(told):
                offer = told[-1]
                told = self.collect_messages(lambda: self.act(Tapped(offer.number, offer.buttons[0].key)))
            screening = self.program.read_screening(self.address)
            return make_turn(self.program.view, screening, self.show_whole(told, screening))
