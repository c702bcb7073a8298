"""Telegram as the contract sees it: private chats of a bot."""

from datetime import timedelta

from bot.channels.abilities import ChannelAbilities
from bot.channels.telegram import phrases
from bot.channels.telegram.delivery.rendering import CHANNEL
from bot.channels.telegram.delivery.telegram_sending import TelegramSending
from bot.channels.telegram.updates.update_parser import TelegramReceiving

KEEPS_TAPS = timedelta(seconds=150)
"""How long Telegram keeps a tap that nobody fetches.

See github.com/tdlib/telegram-bot-api, Client.cpp, process_new_callback_query_queue. Messages are kept for a day.
"""


class TelegramChannel(TelegramReceiving, TelegramSending):
    """A bot's private chats, both ways. See `Channel`."""

    name = CHANNEL
    abilities = ChannelAbilities(
        edits=True, deletes=True, buttons=True, folding=True, files=True, receipts=True, toasts=True
    )
    keeps_taps = KEEPS_TAPS
    welcome = phrases.WELCOME
