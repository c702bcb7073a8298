"""Which question the chat of an event shows: the screening may have gone on since, in another chat of its person.

An answer is for the question that its writer saw. It is never taken for another one.
"""

from collections.abc import Sequence
from dataclasses import replace

from dialogs.conversation.messages import Message
from dialogs.conversation.screening import Event, Said


def find_shown_number(messages: Sequence[Message], before: int | None) -> int | None:
    """Returns the number of the last question among messages; the one `before` them where they ask none."""
    return next((each.number for each in reversed(messages) if each.number), before)


def add_seen_number(event: Event, number: int | None) -> Event:
    """Returns an event with the number of the question that its writer saw."""
    return replace(event, number=number) if isinstance(event, Said) and event.number is None else event
