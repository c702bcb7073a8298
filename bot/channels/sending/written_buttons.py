"""Buttons as text, for channels that show none: a person types the number, or the words."""

from dataclasses import replace

from dialogs.conversation.screening import Message
from storage.model.stored import Outgoing


def write_out_buttons(outgoing: Outgoing) -> Outgoing:
    """Returns a message with its buttons as lines under its text, those with a number that can be typed first."""
    message = outgoing.message
    if not message.buttons:
        return outgoing
    lines = (
        f"{number}) {button.label}" if number <= message.numbered else f"[{button.label}]"
        for number, button in enumerate(message.buttons, 1)
    )
    return replace(outgoing, message=Message("\n".join([message.text, "", *lines]), number=message.number))
