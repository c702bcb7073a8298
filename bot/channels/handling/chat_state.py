"""The state of a chat as plain values, as the database keeps it between two updates."""

from dataclasses import dataclass, field
from typing import Any

from bot.session.session import ChatState
from dialogs.conversation.messages import Button
from storage.model.codec import encode_screening, read_screening


@dataclass(frozen=True, slots=True)
class ChannelChatState:
    """Where a chat is at: its state at the session service, and how the open question was asked.

    `lasting` are the blocks of the asking message that stay once it is answered, sealed; empty where there are none.
    """

    chat_state: ChatState = field(default_factory=ChatState)
    lasting: str = field(default="", repr=False)


def encode_chat_state(state: ChannelChatState) -> dict[str, Any]:
    """Returns a state as plain values."""
    chat_state = state.chat_state
    return {
        "lasting": state.lasting,
        "screening": None if chat_state.screening is None else chat_state.screening.hex(),
        "unkept": None if chat_state.unstored is None else encode_screening(chat_state.unstored),
        "menu": [[button.label, button.key] for button in chat_state.menu],
        "number": chat_state.number,
    }


def read_chat_state(plain: dict[str, Any] | None) -> ChannelChatState:
    """Returns the state that `encode_chat_state` wrote; an empty one for a chat that is new."""
    if plain is None:
        return ChannelChatState()
    chat_state = ChatState(
        None if plain["screening"] is None else bytes.fromhex(plain["screening"]),
        None if plain["unkept"] is None else read_screening(plain["unkept"]),
        tuple(Button(label, key) for label, key in plain["menu"]),
        plain.get("number"),
    )
    return ChannelChatState(chat_state, plain.get("lasting", ""))
