"""A chat as text: who said what, with which buttons, what was tapped, edited and deleted, in order.

The same course gives the same text; with a clock that stands still the times are the same too.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from bot.workbench.telegram_standin.chats import Chat, ChatEvent

LINES = {
    "said": "{who} ({message}): {text}",
    "edited": "{who} edits {message}: {text}",
    "deleted": "{who} deletes {message}",
    "tapped": "{who} taps [{text}] under {message}",
    "answered": "{who} answers the tap under {message}: {text}",
    "blocked": "{who} blocks the bot",
    "unblocked": "{who} unblocks the bot",
}


def format_transcript(chat: Chat, *, times: bool = True) -> str:
    """Returns all that happened in a chat; times are UTC, by the stand-in's clock."""
    return "".join(f"{line}\n" for event in chat.history for line in format_event(event, times=times))


def format_event(event: ChatEvent, *, times: bool) -> Iterator[str]:
    """Gives the lines of one event; further lines of a text, and the buttons, are indented."""
    stamp = f"[{datetime.fromtimestamp(event.at, UTC):%Y-%m-%d %H:%M:%S}] " if times else ""
    line = LINES[event.act].format(who=event.who, message=event.message, text=event.text)
    if not event.text:
        line = line.removesuffix(": ")
    first, *rest = line.split("\n")
    yield stamp + first
    yield from (f"    {line}" for line in rest)
    for row in event.rows:
        yield "    " + " ".join(f"[{label}]" for label in row)
