"""A stand-in for Telegram: the Bot API on loopback, strict where Telegram is strict, with people who write to the bot.

What it does is taken from three places, named in the docstrings that follow them. One is the documentation of the Bot
API (core.telegram.org/bots/api). One is the source of Telegram's own server (github.com/tdlib/telegram-bot-api and
github.com/tdlib/td). One is answers of the real service, as other projects have recorded them. Where the real service
silently drops something that a bot asked for, the stand-in refuses it. It never leaves 127.0.0.1, and it knows nothing
of our bot.
"""

from bot.workbench.standin_clock import StandinClock
from bot.workbench.telegram_standin.chats import ChatMessage
from bot.workbench.telegram_standin.faults import Faults
from bot.workbench.telegram_standin.groups import Group
from bot.workbench.telegram_standin.people import Person
from bot.workbench.telegram_standin.running import TOKEN, Standin

__all__ = ["TOKEN", "ChatMessage", "Faults", "Group", "Person", "Standin", "StandinClock"]
