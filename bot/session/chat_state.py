"""What a chat is at between two events, and what comes of one event."""

from dataclasses import dataclass, field

from dialogs.conversation.messages import Button, Message
from dialogs.conversation.screening import Screening, Turn
from storage.model.file_request import FileOrder
from storage.model.stored import StoredScreening


@dataclass(frozen=True)
class ChatState:
    """What a chat is at: the open screening, or one without an answer that is not stored yet, and the open menu.

    `unstored_id` is the id that the latter will have. `number` is that of the last question of this screening that the
    chat showed. `linked_by` marks the code by which this account was linked last: said again, it is not a wrong one.
    """

    screening: bytes | None = None
    unstored: Screening | None = None
    menu: tuple[Button, ...] = ()
    number: int | None = None
    unstored_id: bytes | None = None
    linked_by: str = field(default="", repr=False)

    def is_behind(self, stored: StoredScreening | None) -> bool:
        """Says whether a screening is the one of this chat, and went on elsewhere since the chat showed a question."""
        if stored is None or self.number is None:
            return False
        return stored.id == self.screening and len(stored.screening.shown) != self.number


@dataclass(frozen=True)
class SessionReply:
    """What comes of one event: the chat state from now on, what to show, and the open screening where it is stored.

    `turn` is the dialogue's, if it took one. `order` is the file that was asked for, which comes by itself.
    `has_forgotten` says that a screening was forgotten, `is_misread` that what was typed chooses nothing here.
    """

    chat_state: ChatState
    messages: tuple[Message, ...]
    stored: StoredScreening | None = None
    turn: Turn | None = None
    order: FileOrder | None = None
    has_forgotten: bool = False
    is_misread: bool = False

    @property
    def number(self) -> int | None:
        """The number of the question that stands open."""
        screening = self.chat_state.unstored if self.stored is None else self.stored.screening
        return None if screening is None else screening.number
