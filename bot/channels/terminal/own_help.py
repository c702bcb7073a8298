"""What the terminal adds to the page that helps: its keys, and how a note is pasted."""

from bot.session.requests import parse_page_request
from dialogs.conversation.blocks import Aside
from dialogs.conversation.commands import Command
from dialogs.conversation.messages import Message, put_before
from dialogs.conversation.screening import Event


def add_own_help(event: Event, messages: tuple[Message, ...], words: str) -> tuple[Message, ...]:
    """Returns what came of an event, with words of the terminal before it where help was asked for."""
    if parse_page_request(event) is not Command.HELP:
        return messages
    first, *others = messages
    return (put_before(first, Aside(words)), *others)
