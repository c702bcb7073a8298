"""What a person sees of a turn in their chat: messages as they were posted, each with its kind."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from bot import phrases as session
from bot.channels.handling.chat_state import read_chat_state
from bot.session.offers import OFFERED
from bot.workbench.layers.in_process_channel import ShownMessage
from bot.workbench.layers.said_in_chat import says_all
from bot.workbench.telegram_standin.chats import ChatMessage as Shown
from dialogs.conversation.blocks import Aside, Block, Items, Paragraph, Section
from dialogs.conversation.messages import Button, Message, MessageKind, make_notice
from dialogs.conversation.render import View
from dialogs.conversation.screening import Screening, Turn
from dialogs.definition import small_words
from storage.features.chats import ChatStates
from storage.unit_of_work.batch import EventHandler
from storage.unit_of_work.store import Store


def join_pieces(shown: Iterable[Shown], ends: dict[int, Message]) -> Iterator[Message]:
    """Yields messages as they were posted: a long one comes in pieces, the last of which is one of `ends`.

    What the session says within a message of the dialogue is left out. Where the chat says all of a message, it has the
    blocks of that, else what is seen. A message's number is Telegram's, and a button's key is what it carries.
    """
    pieces: list[Shown] = []
    for each in shown:
        pieces.append(each)
        if each.id in ends:
            buttons = tuple(Button(button["text"], button["callback_data"]) for button in each.buttons())
            seen, posted = "\n\n".join(piece.text for piece in pieces), ends[each.id]
            at = _find_first_piece(pieces, posted.blocks)
            if at is not None:
                yield from (Message(MessageKind.PAGE, (Paragraph(piece.text),), (), piece.id) for piece in pieces[:at])
                yield Message(posted.kind, posted.blocks, buttons, each.id)
            else:
                for aside in list_asides(posted.blocks):
                    seen = seen.replace(f"{aside}\n", "", 1).removesuffix(aside)
                yield Message(posted.kind, (Paragraph(seen, passing=True),), buttons, each.id)
            pieces = []


def _find_first_piece(pieces: Sequence[Shown], blocks: Sequence[Block]) -> int | None:
    """Returns with which piece a message begins that ends with the last of them; None where they do not say it all."""
    for at in reversed(range(len(pieces))):
        if says_all("\n\n".join(piece.text for piece in pieces[at:]), blocks):
            return at
    return None


def join_toast(toast: str, asking: Shown | None, again: Message, verdicts: Iterable[Block]) -> Message:
    """Returns what a person sees whose tap was answered by a toast: that, and the question that stands open.

    `again` is the open question as it is shown again. It is taken only where the message that has buttons asks it.
    Where a screening is over, that message tells its `verdicts`, and what can be chosen stands beneath them.
    """
    if asking is None:
        return make_notice(toast)
    verdicts = tuple(verdicts)
    is_asked = says_all(asking.text, again.blocks) or (bool(verdicts) and says_all(asking.text, verdicts))
    blocks = again.blocks if is_asked else (Paragraph(asking.text),)
    buttons = tuple(Button(button["text"], button["callback_data"]) for button in asking.buttons())
    return Message(again.kind, (Paragraph(toast), *blocks), buttons, asking.id)


def find_last_seen(shown: Sequence[ShownMessage], number: int | None) -> int | None:
    """Returns the receipt of the last message that a slow device shows, by its question; None where it shows all."""
    seen = [each.receipt for each in shown if each.message.number == number]
    return seen[-1] if seen and seen[-1] != shown[-1].receipt else None


def is_offer(told: list[Message]) -> bool:
    """Says whether the session offers something to choose, such as a screening to go on with."""
    return bool(told) and told[-1].kind is MessageKind.NOTICE and bool(told[-1].buttons)


def make_turn(view: View, screening: Screening, told: Iterable[Message]) -> Turn:
    """Returns what a person is told as a turn of the dialogue: without what the session service says and offers.

    Its buttons have the numbers that a written script shows beside them; no chat shows them.
    """
    said = (_leave_out_session(each) for each in told if each.kind is not MessageKind.NOTICE)
    return Turn(screening, tuple(replace(each, numbered=view.count_numbered(screening, each.buttons)) for each in said))


def list_asides(blocks: Iterable[Block]) -> Iterator[str]:
    """Yields what the session says within a message of the dialogue, as lines of a chat show it."""
    for block in blocks:
        if isinstance(block, Aside):
            yield block.text
        elif isinstance(block, Section):
            yield from list_asides(block.blocks)
        elif isinstance(block, Items):
            yield from (small_words.ITEM.format(item=each) for each in list_asides(block.entries))


def _leave_out_session(message: Message) -> Message:
    buttons = tuple(each for each in message.buttons if each.label not in _OFFERED)
    return replace(message, blocks=tuple(_leave_out_asides(message.blocks)), buttons=buttons)


def _leave_out_asides(blocks: Iterable[Block]) -> Iterator[Any]:
    for block in blocks:
        if isinstance(block, Section):
            yield replace(block, blocks=tuple(_leave_out_asides(block.blocks)))
        elif isinstance(block, Items):
            yield replace(block, entries=tuple(_leave_out_asides(block.entries)))
        elif isinstance(block, Paragraph):
            text = _OPENING.sub("", block.text)
            yield replace(block, text=_leave_out_labels(text) if block.passing else text)
        elif not isinstance(block, Aside):
            yield block


def _leave_out_labels(text: str) -> str:
    """Returns a sentence that names buttons without those of the session, which are never the last."""
    for label in _OFFERED:
        text = text.replace(f"{label}{small_words.COMMA}", "")
    return text


def read_screening(store: Store, address: str, take: Callable[[EventHandler], Any]) -> Screening:
    """Returns a person's screening as it is kept; one that has no answer yet is kept in the state of the chat.

    `take` takes an event of that person.
    """
    with store.reading() as repository:
        owned = repository.list_owned(address, 1)
    if owned:
        return owned[0].screening
    unstored: Screening = take(lambda uow: read_chat_state(ChatStates(uow).read()).chat_state.unstored)
    return unstored


_OPENING = re.compile(re.escape(session.OPEN_AGAIN + small_words.COMMA).replace(r"\{code\}", r"[0-9A-Z-]{8}"))
"""How the session says within a next step that the screening is opened again."""

_OFFERED = {button.label for button in OFFERED}
