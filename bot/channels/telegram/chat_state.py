"""The state of a Telegram chat as plain values, as the database keeps it between two updates."""

from dataclasses import dataclass, field
from typing import Any

from bot.session.session import ChatState
from dialogs.conversation.screening import Button
from storage.model.codec import encode_screening, read_screening


@dataclass(frozen=True, slots=True)
class TelegramChatState:
    """Where a chat is at: its state at the session service, and how the open question was asked.

    `has_lead` says that the message which asked it holds more than the question.
    """

    chat_state: ChatState = field(default_factory=ChatState)
    has_lead: bool = False


def encode_chat_state(state: TelegramChatState) -> dict[str, Any]:
    """Returns a state as plain values."""
    chat_state = state.chat_state
    return {
        "has_lead": state.has_lead,
        "screening": None if chat_state.screening is None else chat_state.screening.hex(),
        "unkept": None if chat_state.unstored is None else encode_screening(chat_state.unstored),
        "menu": [[button.label, button.key] for button in chat_state.menu],
        "number": chat_state.number,
    }


def read_chat_state(plain: dict[str, Any] | None) -> TelegramChatState:
    """Returns the state that `encode_chat_state` wrote; an empty one for a chat that is new."""
    if plain is None:
        return TelegramChatState()
    chat_state = ChatState(
        None if plain["screening"] is None else bytes.fromhex(plain["screening"]),
        None if plain["unkept"] is None else read_screening(plain["unkept"]),
        tuple(Button(label, key) for label, key in plain["menu"]),
        plain.get("number"),
    )
    return TelegramChatState(chat_state, plain.get("has_lead", False))
