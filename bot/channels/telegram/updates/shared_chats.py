"""Chats of several people: a bot that was added to a group or a channel leaves it. Nothing said there is handled."""

from typing import Any

KINDS = frozenset({"group", "supergroup", "channel"})
"""See core.telegram.org/bots/api#chat."""

INSIDE = frozenset({"creator", "administrator", "member", "restricted"})
"""What a bot is called that is in a chat: see core.telegram.org/bots/api#chatmember."""


def find_shared_chat(raw: Any) -> int | None:
    """Returns the number of the group or channel that an update shows the bot to be in; None where it shows none."""
    if "my_chat_member" in raw:
        changed = raw["my_chat_member"]
        return _find_shared(changed) if changed["new_chat_member"]["status"] in INSIDE else None
    content = raw.get("message", raw.get("edited_message"))
    return None if content is None else _find_shared(content)


def _find_shared(content: Any) -> int | None:
    number = content["chat"]["id"]
    return number if content["chat"]["type"] in KINDS and type(number) is int else None
