"""What a bot is told of people beside their messages: taps, and whether they block it."""

from typing import Any

from bot.workbench.telegram_standin.bots import CallbackTap
from bot.workbench.telegram_standin.chats import Chat, ChatMessage
from bot.workbench.telegram_standin.users import User


def make_tap_query(tap: CallbackTap, message: ChatMessage) -> dict[str, Any]:
    """Returns the callback query of a tap; of a deleted message it shows no content."""
    gone = {"chat": message.chat.as_json(), "message_id": message.id, "date": 0}
    return {
        "id": tap.id,
        "from": tap.person.as_json(),
        "message": gone if message.is_deleted else message.as_json(),
        "chat_instance": str(message.chat.id),
        "data": tap.data,
    }


def make_membership_change(chat: Chat, user: User, bot: User, at: int) -> dict[str, Any]:
    """Returns the change of a bot's membership in a chat that a person has just blocked or unblocked.

    A group that the bot is added to looks the same, but that the bot had left it.
    """
    member = {"user": bot.as_json(), "status": "member"}
    kicked = member | ({"status": "left"} if chat.person is None else {"status": "kicked", "until_date": 0})
    old, new = (member, kicked) if chat.is_blocked else (kicked, member)
    about = {"from": user.as_json(), "date": at, "old_chat_member": old, "new_chat_member": new}
    return about | {"chat": chat.as_json()}
