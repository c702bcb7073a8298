"""Buttons that copy a code or a link: nothing is sent when one is tapped, so it is no live keyboard.

See core.telegram.org/bots/api#copytextbutton: a text of 1 to 256 characters, since Bot API 7.11.
"""

from typing import Any

from dialogs.conversation.messages import Message, MessageKind

LONGEST_COPIED = 256
"""Characters that a button copies at most. What is longer stands in the text alone."""


def list_copy_rows(message: Message) -> list[list[dict[str, Any]]]:
    """Returns the rows of a keyboard that copy what a message has to copy, one a row."""
    return [
        [{"text": each.label, "copy_text": {"text": each.text}}]
        for each in message.copyable
        if len(each.text) <= LONGEST_COPIED
    ]


def may_be_handed_on(message: Message) -> bool:
    """Says whether a message may be forwarded and saved: it says a code or a link, and asks and answers nothing."""
    return bool(message.copyable) and message.kind is MessageKind.NOTICE and not message.buttons
