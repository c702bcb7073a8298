"""Matrix as the contract sees it: encrypted rooms of two, on one device of an account."""

from datetime import timedelta

from bot.channels.abilities import ChannelAbilities
from bot.channels.matrix import phrases
from bot.channels.matrix.delivery.matrix_sending import MatrixSending
from bot.channels.matrix.delivery.rendering import CHANNEL
from bot.channels.matrix.events.event_parser import MatrixReceiving


class MatrixChannel(MatrixReceiving, MatrixSending):
    """The encrypted rooms of a device, both ways. See `Channel`. Whatever is written is kept for us, however long."""

    name = CHANNEL
    event_prefix = ""
    abilities = ChannelAbilities(
        edits=True, deletes=False, buttons=False, folding=True, files=True, receipts=True, toasts=False
    )
    keeps_taps = timedelta.max
    welcome = phrases.WELCOME
