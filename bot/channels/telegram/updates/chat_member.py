"""Membership: a person blocks the bot, or unblocks it.

A blocked chat is not written to; messages wait until the person is back.
"""

from typing import Any

from bot.channels.channel_event import Membership
from bot.channels.telegram.delivery.rendering import ADDRESS


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
