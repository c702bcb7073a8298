"""Somebody at the session service, for tests: says lines, taps labels, and sees texts."""

from pathlib import Path

from stores import NOW

from bot.config.clock import Clock
from bot.config.dialogue_registry import Dialogues
from bot.session.service import SessionService
from bot.session.stored_conversation import StoredConversation
from dialogs.conversation.screening import Said, Tapped
from storage.model.codes import format_code
from storage.unit_of_work.store import Store


class Visitor:
    """Somebody at the session service: says lines, and sees texts."""

    def __init__(self, store: Store, person: str = "anna", code: str = "", *, folder: Path | None = None) -> None:
        self.now = NOW
        service = SessionService(Dialogues(), "interfant-21", store.retention, writes_files=folder is not None)
        clock = Clock(machine=lambda: self.now)
        self.conversation = StoredConversation(store, service, person, clock, code, folder=folder or Path())
        self.labels: list[str] = []
        self.keys: list[str] = []

    def __repr__(self) -> str:
        return f"the visitor {self.conversation.person}"

    def begins(self, *, may_choose: bool = False) -> str:
        """Begins a session, and returns what is shown."""
        shown = self.conversation.begin(may_choose=may_choose)
        self._sees(shown[-1].buttons)
        return "\n".join(message.text for message in shown)

    def says(self, *lines: str) -> str:
        """Says lines, and returns what the last one brought."""
        for line in lines:
            shown = self.conversation.take_event(Said(line))
            self._sees(shown[-1].buttons)
        return "\n".join(message.text for message in shown)

    def counts(self, line: str) -> int:
        """Says a line, and returns how many messages that brings."""
        shown = self.conversation.take_event(Said(line))
        self._sees(shown[-1].buttons)
        return len(shown)

    def taps(self, label: str, number: int = 0) -> str:
        """Taps one of the buttons that are shown; those of a question carry its number."""
        shown = self.conversation.take_event(Tapped(number, self.keys[self.labels.index(label)]))
        self._sees(shown[-1].buttons)
        return "\n".join(message.text for message in shown)

    @property
    def code(self) -> str:
        """The code of the open screening."""
        assert self.conversation.stored is not None
        return format_code(self.conversation.stored.code)

    def _sees(self, buttons: tuple[object, ...]) -> None:
        self.labels = [button.label for button in buttons]  # type: ignore[attr-defined]
        self.keys = [button.key for button in buttons]  # type: ignore[attr-defined]
