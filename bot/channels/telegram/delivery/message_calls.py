"""The calls that send, edit and delete one message."""

from telegram import Bot, InputFile

from bot.channels.telegram.api.calls import call, encode_json
from bot.channels.telegram.delivery.rendering import MessagePart
from bot.documents.file import DocumentFile

NO_PREVIEW = encode_json({"is_disabled": True})


async def send(bot: Bot, chat: int, part: MessagePart | DocumentFile) -> int:
    """Sends a part as a new message, which cannot be forwarded or saved, and returns Telegram's number of it.

    A file can be: whoever gets one asked for it.
    """
    if isinstance(part, DocumentFile):
        document = InputFile(part.content, part.name)
        sent = await call(bot, "sendDocument", chat_id=chat, document=document, caption=part.caption)
    else:
        sent = await call(
            bot, "sendMessage", chat_id=chat, text=part.html, parse_mode="HTML",
            reply_markup=part.keyboard, protect_content=True, link_preview_options=NO_PREVIEW,
        )  # fmt: skip
    return int(sent["message_id"])


async def edit(bot: Bot, chat: int, target: int, part: MessagePart) -> None:
    """Replaces the text of a message, and takes its keyboard away; without a text only the keyboard goes."""
    if not part.html:
        await call(bot, "editMessageReplyMarkup", chat_id=chat, message_id=target)
        return
    await call(
        bot, "editMessageText", chat_id=chat, message_id=target,
        text=part.html, parse_mode="HTML", link_preview_options=NO_PREVIEW,
    )  # fmt: skip


async def delete(bot: Bot, chat: int, target: int) -> None:
    """Deletes a message."""
    await call(bot, "deleteMessage", chat_id=chat, message_id=target)
