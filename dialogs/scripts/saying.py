"""Saying: what a text of a script does, where some buttons stand."""

from datetime import datetime

from dialogs.screening import Event, Message, Said, Tapped

START = "/start"


def event(text: str, messages: tuple[Message, ...], at: datetime | None = None) -> Event:
    """Returns a tap where `text` is the label of a button of the last message that has some, else the text as typed `at` a time."""
    shown = shown_in(messages)
    for button in () if shown is None else shown.buttons:
        if button.label == text:
            return Tapped(0 if shown is None else shown.number, button.key)
    return Said(text, at)


def shown_in(messages: tuple[Message, ...]) -> Message | None:
    """Returns the message whose buttons can be tapped, the last of those that have some; None where none has."""
    return next((message for message in reversed(messages) if message.buttons), None)
