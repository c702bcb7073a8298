"""Taps that change only the buttons of their message: another page of them, or one of several options that is chosen.

Where options are chosen, a toast says which they are so far.

Where a channel cannot do both, the question comes again, as after any tap that answers nothing.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.channels.channel_event import ChannelEvent
from bot.channels.contract import ReceivingChannel
from bot.channels.handling.button_pages import PageTurn, make_page, turn_page
from bot.channels.handling.chat_state import ChannelChatState
from bot.channels.handling.outcomes import EventOutcome, Toast, classify_reply
from bot.observability.metric_words import TapRefusal, UpdateResult
from bot.session.picking import pick
from bot.session.screening_session import ScreeningSession
from dialogs.conversation.blocks import Paragraph
from dialogs.conversation.messages import Button
from dialogs.conversation.screening import Event, Tapped
from dialogs.conversation.selecting import MARK_KEY


def change_buttons(
    channel: ReceivingChannel,
    session: ScreeningSession,
    state: ChannelChatState,
    event: ChannelEvent,
    said: Event | PageTurn | TapRefusal,
) -> tuple[ChannelChatState, EventOutcome] | None:
    """Takes a tap that changes only the buttons of its message: another page, or an option that is chosen.

    Returns the chat's state from now on; None for anything else.
    """
    if isinstance(said, PageTurn):
        turn_page(session.uow, state.chat_state, said, event.receipt)
        return state, EventOutcome(UpdateResult.OTHER)
    if not isinstance(said, Tapped) or not said.key.startswith(MARK_KEY):
        return None
    return mark_in_place(channel, session, state, event, said)


def mark_in_place(
    channel: ReceivingChannel, session: ScreeningSession, state: ChannelChatState, event: ChannelEvent, said: Tapped
) -> tuple[ChannelChatState, EventOutcome] | None:
    """Takes a tap on an option, and returns the chat's state from now on; None where it is taken as any other tap."""
    asked, chat_state, abilities = session.open, state.chat_state, channel.abilities
    is_here = asked is not None and chat_state.number == asked.number and not chat_state.menu
    if not is_here or not (abilities.toasts and abilities.edits) or session.asides:
        return None
    at = _find_place(session.list_buttons(), said.key)
    reply = pick(session, said)
    assert reply.turn is not None, "a pick is a turn of the dialogue"
    pages = channel.split_buttons(session.list_buttons())
    page = make_page(pages, _find_page(pages, at))
    turn_page(session.uow, reply.chat_state, PageTurn(said.number, page), event.receipt)
    blocks = (block for message in reply.turn.messages for block in message.blocks)
    told = " ".join(each.text for each in blocks if isinstance(each, Paragraph) and each.passing)
    about = None if session.stored is None else session.stored.id
    return replace(state, chat_state=reply.chat_state), replace(classify_reply(said, reply), toast=Toast(told, about))


def _find_place(buttons: Sequence[Button], key: str) -> int:
    return next((at for at, button in enumerate(buttons) if button.key == key), 0)


def _find_page(pages: Sequence[Sequence[Button]], at: int) -> int:
    """Returns on which page the button at a place stands."""
    for number, page in enumerate(pages):
        if at < len(page):
            return number
        at -= len(page)
    return 0
