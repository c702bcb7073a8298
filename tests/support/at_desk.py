"""Somebody at the front desk, for tests: says lines, taps labels, and sees texts."""

from stores import NOW

from bot.config.dialogue_registry import Dialogues
from bot.session.service import FrontDesk
from bot.session.stored_conversation import KeptConversation
from dialogs.conversation.screening import Said, Tapped
from storage.model.codes import shown_code
from storage.unit_of_work.store import Store


class Seat:
    """Somebody at the front desk: says lines, and sees texts."""

    def __init__(self, store: Store, person: str = "anna", code: str = "") -> None:
        self.now = NOW
        front = FrontDesk(Dialogues(), "interfant-21", store.retention)
        self.desk = KeptConversation(store, front, person, lambda: self.now, code)
        self.labels: list[str] = []
        self.keys: list[str] = []

    def __repr__(self) -> str:
        return f"the seat of {self.desk.person}"

    def begins(self, *, may_choose: bool = False) -> str:
        """Sits down, and returns what is shown."""
        shown = self.desk.begin(may_choose=may_choose)
        self._sees(shown.messages[-1].buttons)
        return "\n".join(message.text for message in shown.messages)

    def says(self, *lines: str) -> str:
        """Says lines, and returns what the last one brought."""
        for line in lines:
            shown = self.desk.hear(Said(line))
            self._sees(shown.messages[-1].buttons)
        return "\n".join(message.text for message in shown.messages)

    def taps(self, label: str, number: int = 0) -> str:
        """Taps one of the buttons that are shown; those of a question carry its number."""
        shown = self.desk.hear(Tapped(number, self.keys[self.labels.index(label)]))
        self._sees(shown.messages[-1].buttons)
        return "\n".join(message.text for message in shown.messages)

    @property
    def code(self) -> str:
        """The code of the open screening."""
        assert self.desk.kept is not None
        return shown_code(self.desk.kept.code)

    def _sees(self, buttons: tuple[object, ...]) -> None:
        self.labels = [button.label for button in buttons]  # type: ignore[attr-defined]
        self.keys = [button.key for button in buttons]  # type: ignore[attr-defined]
