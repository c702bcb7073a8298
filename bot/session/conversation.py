"""A conversation: what a channel holds with one person.

It gives what to show first, and what comes of each thing said or tapped.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from bot import phrases
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.messages import Message
from dialogs.conversation.screening import Event, Happened, Screening, Turn


class Conversation(Protocol):
    """What a channel talks to."""

    def begin(self, *, may_choose: bool) -> tuple[Message, ...]:
        """Returns what to show first.

        With `may_choose`, that may be a choice of screenings to go on with; else a new one begins.
        """

    def take_event(self, event: Event) -> tuple[Message, ...]:
        """Returns what comes of what was said or tapped."""

    def leave(self) -> str:
        """Ends the conversation, and returns the last words."""


class InMemoryConversation:
    """A conversation about one screening that is kept in memory only, with what happened to its answers."""

    def __init__(self, dialogue: Dialogue, clock: Callable[[], datetime]) -> None:
        self.dialogue = dialogue
        self.clock = clock
        self.screening: Screening | None = None
        self.history: list[Happened] = []

    def begin(self, *, may_choose: bool) -> tuple[Message, ...]:
        """Begins a screening."""
        del may_choose  # nothing is kept, so there is nothing to choose from
        return self._note(self.dialogue.begin(self.clock()))

    def take_event(self, event: Event) -> tuple[Message, ...]:
        """Takes a turn."""
        assert self.screening is not None, "a conversation begins before anything is heard"
        return self._note(self.dialogue.take_turn(self.screening, event, self.clock()))

    def leave(self) -> str:
        """Returns words that say that nothing was kept."""
        return phrases.FAREWELL_IN_MEMORY

    def _note(self, turn: Turn) -> tuple[Message, ...]:
        self.screening = turn.screening
        self.history += turn.happened
        return turn.messages
