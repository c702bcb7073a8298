"""Messages for tests."""

from dialogs.conversation.blocks import Paragraph
from dialogs.conversation.messages import Button, Message, MessageKind


def make_message(text: str, buttons: tuple[Button, ...] = (), number: int = 0, numbered: int = 0) -> Message:
    """Returns a message with one paragraph, or without a block where the text is empty."""
    return Message(MessageKind.NOTICE, (Paragraph(text),) if text else (), buttons, number, numbered)
