"""Matrix as the contract sees it: encrypted rooms of two, on one device of an account."""

from datetime import timedelta

from bot.channels.abilities import ChannelAbilities
from bot.channels.matrix import phrases
from bot.channels.matrix.delivery.rendering import CHANNEL


class MatrixChannel:
    name = CHANNEL
    abilities = ChannelAbilities(
        edits=True, deletes=False, buttons=False, folding=True, files=True, receipts=True, toasts=False
    )
    keeps_taps = timedelta.max
    welcome = phrases.WELCOME
