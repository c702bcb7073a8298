"""A conversation that begins with a note about the patient: its page stands in the place of the first question."""

from bot.session.conversation import Conversation
from dialogs.conversation.messages import Message, drop_question
from dialogs.conversation.note_interpreting import name_note
from dialogs.conversation.screening import Event, Said


class NoteConversation:
    """Holds a conversation, and says its note before all that a person says."""

    def __init__(self, conversation: Conversation, note: str) -> None:
        self._conversation = conversation
        self._note = note

    def begin(self, *, may_choose: bool) -> tuple[Message, ...]:
        """Begins a screening, or opens the one that was named, and shows what the note says."""
        del may_choose  # a note is for one screening, so there is nothing to choose
        before = self._conversation.begin(may_choose=False)
        told = [drop_question(each) if each.number else each for each in before]
        return (*(each for each in told if each.blocks), *self._conversation.take_event(Said(name_note(self._note))))

    def take_event(self, event: Event) -> tuple[Message, ...]:
        """Returns what comes of what was said or tapped."""
        return self._conversation.take_event(event)

    def leave(self) -> str:
        """Ends the conversation, and returns the last words."""
        return self._conversation.leave()
