"""Parts of a message beside its text: what is written beside a picture or a file; to which bot a command is addressed.

See core.telegram.org/bots/api#message for what a message can hold.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any


def drop_address(text: str, username: str) -> str:
    """Returns `/help@our_bot` as `/help`; names of bots are the same in small and in capital letters.

    A command for another bot stays what it is: it is told that there is no such command here.
    """
    found = _ADDRESSED.match(text)
    is_ours = found is not None and found[2].casefold() == username.casefold()
    return found[1] + text[found.end() :] if found is not None and is_ours else text


def find_replied(message: Mapping[str, Any]) -> int | None:
    """Returns the number of the message to which one replies, 0 where that stands in another chat, or is a story.

    Raises `TypeError` or `KeyError` where it is not of the kind that it should be.
    """
    if "reply_to_message" in message:
        replied = message["reply_to_message"]["message_id"]
        if type(replied) is not int:
            raise TypeError("message_id")
        return replied
    return 0 if "external_reply" in message or "reply_to_story" in message else None


def read_beside(message: Mapping[str, Any]) -> str:
    """Returns all that is written in a message without text: a caption, the name of a file, what a poll asks.

    Raises `TypeError` or `KeyError` where it is not of the kind that it should be.
    """
    return "\n".join(_list_texts(message))


def _list_texts(message: Mapping[str, Any]) -> Iterator[str]:
    yield from _find_texts(message, ("caption",))
    for kind, names in _NAMES.items():
        if kind in message:
            yield from _find_texts(message[kind], names)
    for kind, many in _LISTS.items():
        for each in message[kind][many] if kind in message and many in message[kind] else ():
            yield from _find_texts(each, ("text",))


def _find_texts(held: Mapping[str, Any], names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        if name in held:
            found = held[name]
            if not isinstance(found, str):
                raise TypeError(name)
            yield found


_ADDRESSED = re.compile(r"(\s*/\s*\w+)@(\w+)", re.ASCII)

_NAMES = {
    "document": ("file_name",),
    "video": ("file_name",),
    "animation": ("file_name",),
    "audio": ("file_name", "title", "performer"),
    "poll": ("question", "description"),
    "checklist": ("title",),
}
_LISTS = {"poll": "options", "checklist": "tasks"}
