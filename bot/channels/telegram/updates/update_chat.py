"""The chat of a raw update, by which updates are put in order before anything else of them is read."""

from collections.abc import Hashable

ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of updates that Telegram is asked for."""


def find_chat(update: object) -> Hashable:
    """Returns the number of an update's chat, or of the person for a tap without one; None where it shows neither."""
    for kind in ALLOWED:
        content = _read_nested(update, kind)
        chat_of_tap = _read_nested(_read_nested(content, "message"), "chat")
        for holder in (chat_of_tap, _read_nested(content, "chat"), _read_nested(content, "from")):
            chat = _read_nested(holder, "id")
            if isinstance(chat, int):
                return chat
    return None


def _read_nested(held: object, name: str) -> object:
    return held.get(name) if isinstance(held, dict) else None
