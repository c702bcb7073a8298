"""Telegram as sending sees it: messages as HTML with keyboards, Telegram's numbers as receipts, and its limits."""

from collections.abc import Sequence

from telegram import Bot

from bot.channels.contract import ChannelAbilities, Refusal
from bot.channels.rate import EventRate, SendRates
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
    """A bot's private chats. See `SendingChannel`. Buttons are signed by `signer`."""

    name = CHANNEL
    abilities = ChannelAbilities(edits=True, deletes=True, buttons=True, files=True, receipts=True)
    locked_out = LOCKED_OUT

    def __init__(self, bot: Bot, signer: Signer, rates: SendRates = TELEGRAM_RATES) -> None:
        self.bot, self.signer, self.rates = bot, signer, rates

    def render(self, outgoing: Outgoing) -> Sequence[MessagePart]:
        """See `SendingChannel`."""
        return render_message(outgoing, self.signer)

    def render_file(self, made: MadeFile) -> Sequence[MessagePart | DocumentFile]:
        """See `SendingChannel`."""
        return render_file(made)

    async def send(self, chat: str, part: MessagePart | DocumentFile) -> int:
        """See `SendingChannel`."""
        return await message_calls.send(self.bot, read_chat_number(chat), part)

    async def edit(self, outgoing: Outgoing, target: int) -> None:
        """See `SendingChannel`."""
        await message_calls.edit(self.bot, read_chat_number(outgoing.chat), target, render_edit(outgoing))

    async def delete(self, chat: str, target: int) -> None:
        """See `SendingChannel`."""
        await message_calls.delete(self.bot, read_chat_number(chat), target)

    def explain(self, error: Exception) -> Refusal:
        """See `SendingChannel`."""
        return explain_error(error)
