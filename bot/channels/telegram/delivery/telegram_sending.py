"""Telegram as sending sees it: messages and files in private chats of a bot, HTML with signed buttons.

Methods of the Bot API are called through python-telegram-bot's HTTP client, with its faults, and without building its
objects. `Bot.send_message` makes objects of the keyboard, and of the message that Telegram gives back. That takes as
long as a turn takes to be stored, and only one number is needed. It also logs every parameter at DEBUG.
"""

from typing import Any

from telegram import Bot, InputFile
from telegram.error import TelegramError
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.channels.channel_event import ChannelEvent
from bot.channels.rate import EventRate, SendRates
from bot.channels.telegram.delivery.api_errors import explain_error
from bot.channels.telegram.delivery.callback_data import Signer
from bot.channels.telegram.delivery.command_menus import CommandMenus
from bot.channels.telegram.delivery.departures import Departures
from bot.channels.telegram.delivery.rendering import ADDRESS, MessagePart, TelegramRendering
from bot.channels.telegram.delivery.text import cut_toast
from bot.channels.telegram.token_check import BAD_TOKEN, TokenCheck
from bot.documents.file import DocumentFile

TELEGRAM_RATES = SendRates(in_a_chat=EventRate(3, 1.05), in_all=EventRate(20, 1 / 30))
"""Telegram publishes one message a second in a chat, with short bursts, and about thirty a second in all.

See core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this. How long a burst may be is not said. In a
chat it is a little slower: two messages need not be equally long on the way.
"""

NO_PREVIEW = '{"is_disabled":true}'


class TelegramSending(TelegramRendering):
    """The way out to a bot's private chats. See `SendingChannel`. Buttons are signed by `signer`."""

    locked_out = BAD_TOKEN
    explain = staticmethod(explain_error)

    def __init__(
        self, bot: Bot, signer: Signer, rates: SendRates = TELEGRAM_RATES, token: TokenCheck | None = None
    ) -> None:
        self.bot, self.signer, self.rates, self.token = bot, signer, rates, token or TokenCheck(bot)
        self.event_prefix = f"{bot.token.partition(':')[0]}:"  # each bot counts its own updates
        self.offer_commands, self.leave = CommandMenus(bot).offer_commands, Departures(bot).leave

    async def send(self, chat: str, part: MessagePart | DocumentFile) -> int:
        """See `SendingChannel`. A protected message cannot be forwarded or saved; a file can: it was asked for."""
        number = chat.removeprefix(ADDRESS)
        if isinstance(part, DocumentFile):
            document = InputFile(part.content, part.name)
            sent = await self._call("sendDocument", chat_id=number, document=document, caption=part.caption)
        else:
            sent = await self._call(
                "sendMessage", chat_id=number, text=part.html, parse_mode=None if part.is_plain else "HTML",
                reply_markup=part.keyboard, protect_content=part.is_protected, link_preview_options=NO_PREVIEW,
            )  # fmt: skip
        return int(sent["message_id"])

    async def edit(self, chat: str, target: int, part: MessagePart | DocumentFile) -> None:
        """See `SendingChannel`. Without a text only the keyboard changes, or goes."""
        assert isinstance(part, MessagePart), "no file takes the place of a message"
        number = chat.removeprefix(ADDRESS)
        if not part.html:
            await self._call("editMessageReplyMarkup", chat_id=number, message_id=target, reply_markup=part.keyboard)
            return
        await self._call(
            "editMessageText", chat_id=number, message_id=target,
            text=part.html, parse_mode="HTML", reply_markup=part.keyboard, link_preview_options=NO_PREVIEW,
        )  # fmt: skip

    async def delete(self, chat: str, target: int) -> None:
        """See `SendingChannel`."""
        await self._call("deleteMessage", chat_id=chat.removeprefix(ADDRESS), message_id=target)

    async def confirm_lockout(self) -> bool:
        """See `SendingChannel`."""
        return await self.token.is_refused()

    async def acknowledge(self, event: ChannelEvent, toast: str = "") -> bool:
        """See `ReceivingChannel`: a tapped button comes to rest, with a toast where there is one.

        A tap has no date. Telegram alone knows that its person waits no longer, and then refuses the answer: "query is
        too old and response timeout expired". See github.com/tdlib/telegram-bot-api, Client.cpp.
        """
        try:
            await self._call(
                "answerCallbackQuery", callback_query_id=event.query, text=cut_toast(toast) if toast else None
            )
        except TelegramError:
            return False
        return True

    async def _call(self, method: str, **parameters: object) -> Any:
        """Calls a method, and returns what Telegram answers; an `InputFile` is uploaded.

        Raises what python-telegram-bot raises.
        """
        given = [
            RequestParameter(name, None, [value])
            if isinstance(value, InputFile)
            else RequestParameter(name, value, None)
            for name, value in parameters.items()
            if value is not None
        ]
        return await self.bot.request.post(f"{self.bot.base_url}/{method}", RequestData(given))
