"""What stands open in a chat whose messages are fetched: one of those that wait asks it, at any moment."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.channels.handling.chat_state import ChannelChatState, encode_chat_state, read_chat_state
from bot.channels.handling.chat_turn import take_chat_turn
from bot.session.chat_state import ChatState, SessionReply
from bot.session.screening_session import ScreeningSession
from bot.session.service import SessionService
from bot.session.standing_menu import show_standing_menu
from dialogs.conversation.messages import MessageKind
from dialogs.conversation.state_machine import CONCLUDED
from storage.features.chats import ChatStates
from storage.features.members import Members, Role
from storage.model.outgoing import EnqueuedMessage
from storage.model.people import PersonId
from storage.model.stored import Do, Outgoing, StoredScreening
from storage.outbox.fetching import fetch_waiting
from storage.unit_of_work.unit_of_work import UnitOfWork

FindScreening = Callable[[bytes], StoredScreening | None]
"""Finds a stored screening by its id."""


def find_standing(
    waiting: Sequence[Outgoing | EnqueuedMessage], chat_state: ChatState, number: int | None
) -> Outgoing | EnqueuedMessage | None:
    """Returns which of the messages that wait asks what stands open; None where none does.

    After a pause that is the page that says so: it asks nothing, and an answer is taken all the same. `number` is that
    of the open question.
    """
    asks = (each for each in reversed(waiting) if each.do is Do.SEND and (each.message.buttons or _is_page(each)))
    last = next(asks, None)
    if last is None:
        return None
    if chat_state.menu:
        return last if last.message.buttons == chat_state.menu else None
    is_stored = chat_state.screening is not None
    is_own = last.screening == chat_state.screening if is_stored else last.unstored == chat_state.unstored_id
    is_open = number is not None and (last.message.number == number or _is_page(last))
    return last if is_own and is_open else None


def find_open_number(chat_state: ChatState, person: PersonId, find: FindScreening) -> int | None:
    """Returns the number of the question that stands open in a chat; None where no screening of the person does."""
    if chat_state.unstored is not None:
        return chat_state.unstored.number
    stored = None if chat_state.screening is None else find(chat_state.screening)
    return stored.screening.number if stored is not None and stored.owner == person else None


def ask_what_stands(uow: UnitOfWork, service: SessionService, state: ChannelChatState, role: Role) -> ChannelChatState:
    """Asks what stands open, unless a message asks it that waits, and returns the state of the chat."""
    number = find_open_number(state.chat_state, uow.person, uow.find_by_id)
    posted: list[Outgoing | EnqueuedMessage] = [each for each in uow.changes.enqueued if each.chat == uow.inbound.chat]
    if find_standing(posted, state.chat_state, number) is not None:
        return state
    waiting = fetch_waiting(uow.reading, uow.keyring, uow.inbound.chat)
    if find_standing([*waiting, *posted], state.chat_state, number) is not None:
        return state
    session = service.open_session(uow, state.chat_state, role.value)
    state, _ = take_chat_turn(uow, session, state, lambda: _ask(session), receipt=None)
    return replace(state, is_misread=False)


def show_what_stands(uow: UnitOfWork, service: SessionService) -> None:
    """Asks what stands open in the chat of an event, unless a message asks it that waits. It is an event by itself."""
    role, chats = Members(uow).find_role(uow.inbound.account), ChatStates(uow)
    if role is None:
        return
    state = read_chat_state(chats.read())
    asked = ask_what_stands(uow, service, state, role)
    if asked is not state:
        chats.save(encode_chat_state(asked), uow.inbound.chat)


def _ask(session: ScreeningSession) -> SessionReply:
    menu, opened = session.chat_state.menu, session.open
    if menu:
        return show_standing_menu(session)
    if session.stored is not None and opened is not None and opened.state == CONCLUDED and opened.menu is None:
        return session.show_current()
    return session.show_again()


def _is_page(each: Outgoing | EnqueuedMessage) -> bool:
    """Says whether a message is a page that asks nothing."""
    return each.message.kind is MessageKind.PAGE and not each.message.buttons
