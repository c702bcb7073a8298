"""The state of a chat as plain values, as the database keeps it between two events."""

from dataclasses import dataclass, field, replace
from typing import Any

from bot.session.chat_state import ChatState
from dialogs.conversation.messages import Button
from storage.model.codec import encode_screening, read_screening


@dataclass(frozen=True, slots=True)
class ChannelChatState:
    """Where a chat is at: its state at the session service, and how the open question was asked.

    `opened_by` is the channel's number of the message from which the open question came: what asks it came later.
    `was_early` says that something was written before that question had reached the person, and that it is asked again.
    `numbered_by` says who numbers the messages: another bot begins anew. `is_misread` says that what was typed on the
    last page could not be read.

    `lasting` are the blocks of the asking message that stay once it is answered, sealed; empty where there are none. It
    is None where the last release asked, which did not keep them. `bare` is the receipt of the last message whose
    buttons a tap took away. `album` is the last one of whose pictures the person was told that they are not read.
    """

    chat_state: ChatState = field(default_factory=ChatState)
    lasting: str | None = field(default="", repr=False)
    bare: int | None = None
    album: str = ""
    opened_by: int = 0
    was_early: bool = False
    numbered_by: str = ""
    is_misread: bool = False

    def follow_numbers(self, numbered_by: str) -> "ChannelChatState":
        """Returns the state where somebody else numbers the messages from now on: nothing is known of their numbers."""
        if self.numbered_by == numbered_by:
            return self
        return replace(self, numbered_by=numbered_by, opened_by=0, bare=None, was_early=False)


def encode_chat_state(state: ChannelChatState) -> dict[str, Any]:
    """Returns a state as plain values."""
    chat_state = state.chat_state
    return {
        "lasting": state.lasting,
        "screening": None if chat_state.screening is None else chat_state.screening.hex(),
        "unkept": None if chat_state.unstored is None else encode_screening(chat_state.unstored),
        "menu": [[button.label, button.key] for button in chat_state.menu],
        "number": chat_state.number,
        "unkept_id": None if chat_state.unstored_id is None else chat_state.unstored_id.hex(),
        "linked_by": chat_state.linked_by,
        "bare": state.bare,
        "album": state.album,
        "opened_by": state.opened_by,
        "was_early": state.was_early,
        "numbered_by": state.numbered_by,
        "is_misread": state.is_misread,
    }


def read_chat_state(plain: dict[str, Any] | None) -> ChannelChatState:
    """Returns the state that `encode_chat_state` wrote; an empty one for a chat that is new."""
    if plain is None:
        return ChannelChatState()
    chat_state = ChatState(
        _read_id(plain["screening"]),
        None if plain["unkept"] is None else read_screening(plain["unkept"]),
        tuple(Button(label, key) for label, key in plain["menu"]),
        plain.get("number"),
        _read_id(plain.get("unkept_id")),
        plain.get("linked_by", ""),
    )
    lasting = plain.get("lasting", None if plain.get("has_lead") else "")
    return ChannelChatState(
        chat_state,
        lasting,
        plain.get("bare"),
        plain.get("album", ""),
        plain.get("opened_by", 0),
        plain.get("was_early", False),
        plain.get("numbered_by", ""),
        plain.get("is_misread", False),
    )


def _read_id(written: str | None) -> bytes | None:
    return None if written is None else bytes.fromhex(written)
