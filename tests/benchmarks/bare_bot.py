"""The rival of the Telegram figures: a bare ConversationHandler.

It asks the same questions with the same buttons, and stores nothing.
"""

import warnings
from collections.abc import Callable, Coroutine
from html import escape
from typing import Any

from stores import ANSWERS, NOW, dialogue
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, Message, Update
from telegram.constants import ParseMode
from telegram.ext import (
    Application,
    ApplicationBuilder,
    BasePersistence,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    filters,
)

from bot.channels.telegram.delivery.buttons import arrange_rows
from dialogs.conversation.messages import Message as Said
from dialogs.conversation.messages import make_notice
from dialogs.conversation.screening import Said as Typed

Step = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, int]]


def asked() -> list[tuple[Said, ...]]:
    """Returns the messages of each turn of the course.

    With the first answer the screening is stored under a code, and a message tells it.
    """
    turn = dialogue().begin(NOW)
    said = [turn.messages]
    for answer in ANSWERS:
        turn = dialogue().take_turn(turn.screening, Typed(answer), NOW)
        said.append(turn.messages)
    said[1] = (
        make_notice("This screening is kept. To come back to it from any device, write down its code: K7F2Q9X."),
        *said[1],
    )
    return said


def make_bare_bot(
    bot: Bot, persistence: BasePersistence[Any, Any, Any] | None = None
) -> "Application[Any, Any, Any, Any, Any, Any]":
    """Returns the rival, to be given updates with `process_update`. Without `persistence` it stores nothing."""
    said = asked()
    states: dict[object, list[Any]] = {
        number: [
            MessageHandler(filters.TEXT & ~filters.COMMAND, _make_step(said, number + 1)),
            CallbackQueryHandler(_make_step(said, number + 1)),
        ]
        for number in range(len(said) - 1)
    }
    builder = ApplicationBuilder().bot(bot).updater(None).job_queue(None)
    application = (builder if persistence is None else builder.persistence(persistence)).build()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that taps are not followed by message is meant: a conversation is a chat's
        application.add_handler(
            ConversationHandler(
                [CommandHandler("start", _make_step(said, 0))],
                states,
                [],
                per_message=False,
                name="course",
                persistent=persistence is not None,
            )
        )
    return application


def _make_step(said: list[tuple[Said, ...]], number: int) -> Step:
    """Returns what asks question `number`, and shows the answer where the one before was asked."""
    chosen = said[number - 1][-1].buttons[0].label if number else ""
    shown = f"{said[number - 1][-1].text}\n\n→ {chosen}" if number else ""

    async def step(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
        assert context.user_data is not None
        assert update.effective_chat is not None
        typed = update.effective_message
        assert typed is not None
        chat = update.effective_chat.id
        query = update.callback_query
        if query is not None:
            await query.answer()
        sent: Message | None = None
        for message in said[number]:
            sent = await context.bot.send_message(
                chat, escape(message.text, quote=False), ParseMode.HTML, reply_markup=_make_keyboard(message),
                protect_content=True, link_preview_options=_NO_PREVIEW,
            )  # fmt: skip
        if number:
            asked = context.user_data["asked"]
            await context.bot.edit_message_text(
                escape(shown, quote=False), chat, asked, parse_mode=ParseMode.HTML, link_preview_options=_NO_PREVIEW
            )
        assert sent is not None
        context.user_data["asked"] = sent.message_id
        context.user_data[number] = query.data if query is not None else typed.text
        return number if number < len(said) - 1 else ConversationHandler.END

    return step


def _make_keyboard(message: Said) -> InlineKeyboardMarkup | None:
    if not message.buttons:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(each.label, callback_data=each.key) for each in row]
            for row in arrange_rows(message.buttons)
        ]
    )


_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
