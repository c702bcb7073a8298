"""Reading what stands on a person's page, out of what waits for them. It changes nothing, however often it is done."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache

from bot.channels.handling.chat_state import read_chat_state
from bot.channels.handling.standing_question import FindScreening, find_open_number, find_standing
from bot.channels.web.pages.chat_page import ChatPage, FileLink
from bot.channels.web.pages.reason import explain_question
from bot.channels.web.phrases import FILE_LINK, FORMS
from bot.config.dialogue_registry import Dialogues
from bot.documents.forms import KINDS
from bot.phrases import FILE_NAMES
from bot.session.chat_state import ChatState
from dialogs.conversation.blocks import Block, Dropped, Paragraph, Recorded
from dialogs.conversation.messages import Message, MessageKind
from dialogs.conversation.screening import Screening
from storage.features.chats import find_chat_state
from storage.features.linked_accounts import is_linked
from storage.model.codes import format_code
from storage.model.people import AccountName, PersonId
from storage.model.stored import Do, Outgoing
from storage.outbox.fetching import can_be_fetched, fetch_waiting
from storage.unit_of_work.account_rows import find_account, read_account
from storage.unit_of_work.repository import ScreeningRepository

EMPTY = ChatPage((), None)


def read_chat_page(repository: ScreeningRepository, dialogues: Dialogues, chat: str, now: datetime) -> ChatPage | None:
    """Returns what stands on a page; None where nothing that waits asks what stands open, so that it is to be asked.

    Whoever has no access has an empty page.
    """
    connection, keyring = repository.connection, repository.keyring
    person = find_person(repository, chat)
    if person is None:
        return EMPTY
    find = cache(repository.find_by_id)
    state = read_chat_state(find_chat_state(repository, chat))
    number = find_open_number(state.chat_state, person, find)
    waiting = fetch_waiting(connection, keyring, chat)
    up_to = max((each.id for each in waiting), default=0)
    waiting = [each for each in waiting if _may_see(each, person, find)]
    standing = find_standing(waiting, state.chat_state, number)
    if standing is None:
        return None
    asking = standing.message if standing.message.buttons else None
    menu = bool(state.chat_state.menu)
    stored = None if state.chat_state.screening is None else find(state.chat_state.screening)
    opened = state.chat_state.unstored if stored is None else stored.screening
    shown = None if menu else opened
    return ChatPage(
        tuple(_list_messages(waiting, standing if asking else None)),
        asking,
        b"" if menu else _find_id(state.chat_state),
        () if asking is None or menu else explain_question(repository, dialogues, state.chat_state, find, now),
        _list_links(waiting, state.chat_state.screening, now),
        up_to,
        state.is_misread,
        0 if menu else number or 0,
        _name_trial(repository, dialogues, shown),
        "" if menu or stored is None else format_code(stored.code),
        "" if shown is None or shown.menu is not None else shown.state,
        now,
        is_linked=is_linked(connection, keyring, person),
    )


def _name_trial(repository: ScreeningRepository, dialogues: Dialogues, shown: Screening | None) -> str:
    dialogue = None if shown is None else dialogues.find_by_digest(shown.digest, repository.find_definition)
    return "" if dialogue is None else dialogue.trial.definition.about.acronym


def find_person(repository: ScreeningRepository, chat: str) -> PersonId | None:
    """Returns the person whose chat this is; None for one who has no access."""
    row = find_account(repository.connection, repository.keyring.hash_lookup("person", AccountName(chat)))
    account = None if row is None else read_account(repository.keyring, row)
    return account.person if account is not None and account.has_access else None


def _may_see(each: Outgoing, person: PersonId, find: FindScreening) -> bool:
    """Says whether a message is still for its person: a screening may have been handed over since it was enqueued."""
    if each.order is not None:
        return each.order.person == person
    stored = None if each.screening is None else find(each.screening)
    return each.screening is None or (stored is not None and stored.owner == person)


def _list_messages(waiting: Sequence[Outgoing], asking: object) -> Sequence[Message]:
    """Returns what is shown besides what asks. Of earlier questions that is what lasts, and what became of answers."""
    told = [each.message for each in waiting if each is not asking and each.do is Do.SEND]
    shown = [replace(each, blocks=_list_told(each), buttons=(), numbered=0) if each.buttons else each for each in told]
    return [each for each in shown if each.blocks]


def _list_told(earlier: Message) -> tuple[Block, ...]:
    """Returns what stays of a message that asked an earlier question, before another device went on.

    Its person may not have seen it: so it still says what was recorded, or that nothing was.
    """
    lasting, is_lead = earlier.lasting, earlier.kind is not MessageKind.ASK_BACK
    kept = []
    for block in earlier.blocks:
        is_lead = is_lead and isinstance(block, Paragraph) and block.passing
        if is_lead or isinstance(block, Recorded | Dropped) or block in lasting:
            kept.append(block)
    return tuple(kept)


def _list_links(waiting: Sequence[Outgoing], screening: bytes | None, now: datetime) -> tuple[FileLink, ...]:
    """Returns the files that can be fetched, of the open screening or of none; of each form the one ordered last."""
    links = {}
    for each in waiting:
        order = each.order
        if order is not None and can_be_fetched(order, now) and order.screening in (None, screening):
            form = order.form
            links[form] = FileLink(each.id, FILE_LINK.format(what=FILE_NAMES[KINDS[form]], form=FORMS[form]))
    return tuple(links.values())


def _find_id(chat_state: ChatState) -> bytes:
    return chat_state.screening or chat_state.unstored_id or b""
