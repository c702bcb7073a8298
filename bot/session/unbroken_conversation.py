"""A conversation that goes on after a fault of ours: one sentence says so, and what was asked is shown again."""

from bot.observability.error_description import format_error
from bot.session.conversation import Conversation
from bot.session.fault_words import word_fault
from dialogs.conversation.messages import Message, make_notice, repeat_question
from dialogs.conversation.screening import Event


class UnbrokenConversation:
    """Holds a conversation in which no turn breaks off.

    `faults` says what failed: classes and places in our files, never an exception's text.
    """

    def __init__(self, conversation: Conversation) -> None:
        self.conversation = conversation
        self.faults: list[str] = []
        self._shown: tuple[Message, ...] = ()

    def begin(self, *, may_choose: bool) -> tuple[Message, ...]:
        """Returns what to show first. A fault is raised, since nothing was asked yet that could be shown again."""
        self._shown = self.conversation.begin(may_choose=may_choose)
        return self._shown

    def take_event(self, event: Event) -> tuple[Message, ...]:
        """Returns what comes of an event. After a fault that is one sentence, and what was asked before."""
        try:
            self._shown = self.conversation.take_event(event)
        except Exception as fault:  # noqa: BLE001 - whatever it is, its text could hold an answer
            self.note_fault(fault)
            return (make_notice(word_fault(fault)), *map(repeat_question, self._shown[-1:]))
        return self._shown

    def note_fault(self, fault: Exception) -> None:
        """Takes note of a fault, to be told to whoever runs the program when the conversation is over."""
        self.faults.append(format_error(fault))

    def leave(self) -> str:
        """Ends the conversation, and returns the last words."""
        return self.conversation.leave()
