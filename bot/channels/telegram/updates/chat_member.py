"""Membership: a person blocks the bot, or unblocks it.

A blocked chat is not written to; messages wait until the person is back.
"""

from dataclasses import dataclass
from typing import Any

from bot.channels.telegram.delivery.rendering import ADDRESS


@dataclass(frozen=True, slots=True)
class Membership:
    """Whether a private chat may be written to from now on."""

    address: str
    may_be_written_to: bool


def read_membership(update: dict[str, Any]) -> Membership | None:
    """Returns what an update says of a private chat's membership, or None for any other update."""
    try:
        changed = update["my_chat_member"]
        chat, status = changed["chat"], changed["new_chat_member"]["status"]
        if chat["type"] != "private" or type(chat["id"]) is not int:
            return None
    except (KeyError, TypeError):
        return None
    return Membership(f"{ADDRESS}{chat['id']}", status != "kicked")
