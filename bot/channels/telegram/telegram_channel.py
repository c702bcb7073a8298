"""Telegram as the contract sees it: private chats of a bot."""

from bot.channels.contract import ChannelAbilities
from bot.channels.telegram import phrases
from bot.channels.telegram.delivery.rendering import CHANNEL
from bot.channels.telegram.delivery.telegram_sending import TelegramSending
from bot.channels.telegram.updates.update_parser import TelegramReceiving


class TelegramChannel(TelegramReceiving, TelegramSending):
    """A bot's private chats, both ways. See `Channel`."""

    name = CHANNEL
    abilities = ChannelAbilities(edits=True, deletes=True, buttons=True, folding=False, files=True, receipts=True)
    welcome = phrases.WELCOME
