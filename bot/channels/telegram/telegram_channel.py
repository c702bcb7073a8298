"""Telegram as the contract sees it: private chats of a bot, HTML with signed buttons, and Telegram's limits."""

import asyncio
from collections.abc import Hashable, Sequence
from contextlib import suppress
from typing import Any

from telegram import Bot
from telegram.error import TelegramError

from bot.channels.channel_event import ButtonTap, ChannelEvent, Membership
from bot.channels.contract import ChannelAbilities
from bot.channels.rate import EventRate, SendRates
from bot.channels.refusal import SendRefusal
from bot.channels.telegram import phrases
from bot.channels.telegram.delivery import message_calls
from bot.channels.telegram.delivery.api_errors import explain_error
from bot.channels.telegram.delivery.callback_data import Signer
from bot.channels.telegram.delivery.rendering import (
    CHANNEL,
    MessagePart,
    read_chat_number,
    render_edit,
    render_file,
    render_message,
)
from bot.channels.telegram.updates import update_chat
from bot.channels.telegram.updates.chat_member import read_membership
from bot.channels.telegram.updates.update_parser import parse_update
from bot.documents.file import DocumentFile
from bot.documents.file_maker import MadeFile
from storage.model.stored import Outgoing

TELEGRAM_RATES = SendRates(in_a_chat=EventRate(3, 1.05), in_all=EventRate(20, 1 / 30))
"""Telegram publishes one message a second in a chat, with short bursts, and about thirty a second in all.

See core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this. How long a burst may be is not said. In a
chat it is a little slower: two messages need not be equally long on the way.
"""

LOCKED_OUT = (
    "the bot's token: Telegram does not accept it; copy the current one from @BotFather, set it, and start again"
)


class TelegramChannel:
    """A bot's private chats. See `Channel`. Buttons are signed by `signer`."""

    name = CHANNEL
    abilities = ChannelAbilities(edits=True, deletes=True, buttons=True, folding=False, files=True, receipts=True)
    locked_out = LOCKED_OUT
    welcome = phrases.WELCOME

    def __init__(self, bot: Bot, signer: Signer, rates: SendRates = TELEGRAM_RATES) -> None:
        self.bot, self.signer, self.rates = bot, signer, rates
        self._answering: set[asyncio.Task[None]] = set()

    def find_chat(self, raw: object) -> Hashable:
        """See `ReceivingChannel`."""
        return update_chat.find_chat(raw)

    def parse(self, raw: Any) -> ChannelEvent | Membership | None:
        """See `ReceivingChannel`."""
        return read_membership(raw) or parse_update(raw)

    def read_tap(self, chat: str, data: str) -> ButtonTap | None:
        """See `ReceivingChannel`."""
        return self.signer.read(read_chat_number(chat), data)

    def make_link(self, token: str) -> str:
        """See `ReceivingChannel`."""
        return f"https://t.me/{self.bot.username}?start={token}"

    def acknowledge(self, event: ChannelEvent) -> None:
        """See `ReceivingChannel`: a tapped button comes to rest. That this may fail, or come late, changes nothing."""
        if event.query:
            task = asyncio.get_running_loop().create_task(self._answer_query(event.query))
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)

    async def _answer_query(self, query: str) -> None:
        with suppress(TelegramError):
            await self.bot.answer_callback_query(query)

    def render(self, outgoing: Outgoing) -> Sequence[MessagePart]:
        """See `SendingChannel`."""
        return render_message(outgoing, self.signer)

    def render_file(self, made: MadeFile) -> Sequence[MessagePart | DocumentFile]:
        """See `SendingChannel`."""
        return render_file(made)

    async def send(self, chat: str, part: MessagePart | DocumentFile) -> int:
        """See `SendingChannel`."""
        return await message_calls.send(self.bot, read_chat_number(chat), part)

    def render_edit(self, outgoing: Outgoing) -> MessagePart:
        """See `SendingChannel`."""
        return render_edit(outgoing)

    async def edit(self, chat: str, target: int, part: MessagePart | DocumentFile) -> None:
        """See `SendingChannel`."""
        assert isinstance(part, MessagePart), "no file takes the place of a message"
        await message_calls.edit(self.bot, read_chat_number(chat), target, part)

    async def delete(self, chat: str, target: int) -> None:
        """See `SendingChannel`."""
        await message_calls.delete(self.bot, read_chat_number(chat), target)

    def explain(self, error: Exception) -> SendRefusal:
        """See `SendingChannel`."""
        return explain_error(error)
