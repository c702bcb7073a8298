"""What a session adds to the messages of a turn: its own words and buttons, and the code of the screening.

So each event is answered by one message wherever that can be.
"""

from dataclasses import replace

from bot import phrases
from bot.session.offers import Offers
from dialogs.conversation.blocks import Aside, Block, Items, ResultTitle, Section
from dialogs.conversation.messages import Message, MessageKind, put_before
from dialogs.conversation.screening import Screening
from dialogs.definition import small_words
from dialogs.verdict import headings


def complete_messages(
    messages: tuple[Message, ...], asked: Screening | None, offers: Offers, asides: tuple[Block, ...], code: str
) -> tuple[Message, ...]:
    """Returns messages with the session's buttons where they ask what is open, and with `asides` in the first.

    A result says the code of its screening, and how to come back with it.
    """
    if asked is not None:
        messages = tuple(offers.add_to_message(asked, _fill_code(each, code)) for each in messages)
    if not asides:
        return messages
    first, *others = messages or (Message(MessageKind.NOTICE, ()),)
    return (put_before(first, *asides), *others)


def _fill_code(message: Message, code: str) -> Message:
    if message.kind is not MessageKind.RESULT or not code:
        return message
    return replace(message, blocks=tuple(_fill_block(block, code) for block in message.blocks))


def _fill_block(block: Block, code: str) -> Block:
    if isinstance(block, ResultTitle):
        return replace(block, code=code)
    if isinstance(block, Section) and block.title == small_words.TITLED.format(title=headings.NEXT):
        return replace(block, blocks=tuple(_add_way_back(each, code) for each in block.blocks))
    return block


def _add_way_back(block: Block, code: str) -> Block:
    way = Aside(phrases.OPEN_AGAIN.format(code=code))
    return replace(block, entries=(*block.entries, way)) if isinstance(block, Items) else block
