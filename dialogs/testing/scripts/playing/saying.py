"""Saying: what a text of a script does, where some buttons stand."""

from datetime import datetime

from dialogs.conversation.messages import Message
from dialogs.conversation.screening import Event, Said, Tapped

START = "/start"


def make_event(text: str, messages: tuple[Message, ...], at: datetime | None = None) -> Event:
    """Returns a tap where `text` is the label or the shown number of a button of the last message that has some.

    Anything else is the text as typed `at` a time. A number is a tap, since not every channel that a script goes
    through shows numbers.
    """
    shown = find_shown(messages)
    for place, button in enumerate(() if shown is None else shown.buttons, start=1):
        if shown is not None and (button.label == text or (place <= shown.numbered and text == str(place))):
            return Tapped(shown.number, button.key)
    return Said(text, at, sees_numbers=False)


def find_shown(messages: tuple[Message, ...]) -> Message | None:
    """Returns the message whose buttons can be tapped, the last of those that have some; None where none has."""
    return next((message for message in reversed(messages) if message.buttons), None)
