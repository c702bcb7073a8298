"""The address of a chat: it says which channel it is of."""

from typing import Any

from bot.channels.contract import ReceivingChannel, SendingChannel


def owns_chat(channel: SendingChannel[Any] | ReceivingChannel, chat: str) -> bool:
    """Says whether a chat of the store is one of a channel: its address begins with the channel's name."""
    return chat.startswith(f"{channel.name}:")
