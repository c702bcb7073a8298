"""What a person sees of a turn in their chat: messages as they were posted, without those of the session service."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot import phrases as desk_phrases
from bot.channels.handling import phrases
from bot.channels.telegram.phrases import WELCOME
from bot.workbench.layers.in_process_channel import WELCOME as WELCOME_HERE
from bot.workbench.telegram_standin.chats import ChatMessage as Shown
from dialogs.conversation.render import View
from dialogs.conversation.screening import Button, Message, Screening, Turn


def join_pieces(shown: Iterable[Shown], ends: list[int]) -> Iterator[Message]:
    """Yields messages as they were posted: a long one comes in pieces, the last of which is one of `ends`.

    A message's number is Telegram's, and a button's key is what it carries.
    """
    pieces: list[Shown] = []
    for each in shown:
        pieces.append(each)
        if each.id in ends:
            buttons = tuple(Button(button["text"], button["callback_data"]) for button in each.buttons())
            yield Message("\n\n".join(piece.text for piece in pieces), buttons, each.id)
            pieces = []


def make_turn(view: View, screening: Screening, told: Iterable[Message]) -> Turn:
    """Returns what a person is told as a turn of the dialogue: without what the session service says.

    Its buttons have the numbers that a written script shows beside them; no chat shows them.
    """
    numbered = (replace(each, numbered=view.count_numbered(screening, each.buttons)) for each in told)
    return Turn(screening, tuple(each for each in numbered if not is_session_message(each)))


def is_session_message(message: Message) -> bool:
    """Says whether a message is one that the session service puts before those of the dialogue."""
    return any(words.fullmatch(message.text) for words in _OWN_WORDS)


def is_offer(message: Message) -> bool:
    """Says whether a message offers to go on with the unfinished screening, by its first button."""
    return message.text == desk_phrases.ONE_UNFINISHED


_OWN_WORDS = [
    re.compile(re.sub(r"\\{\w+\\}", ".+", re.escape(words)))
    for words in (
        WELCOME,
        WELCOME_HERE,
        phrases.DATE_DELETED,
        desk_phrases.KEPT_UNDER,
        desk_phrases.BACK_AT,
        desk_phrases.DESK_HELP,
        desk_phrases.REPORT_HERE,
        desk_phrases.FILES_OFFER,
    )
]
"""Letting in, deleting dates, keeping, going on, helping, taking reports."""
