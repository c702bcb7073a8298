"""What a session adds to the messages of a turn: its own words and buttons, and the code of the screening.

So each event is answered by one message wherever that can be.
"""

from bot import phrases
from bot.session.offers import Offers
from dialogs.conversation.blocks import Block
from dialogs.conversation.messages import Message, MessageKind, put_before
from dialogs.conversation.result_messages import mark_result
from dialogs.conversation.screening import Screening


def complete_messages(
    messages: tuple[Message, ...], asked: Screening | None, offers: Offers, asides: tuple[Block, ...], code: str
) -> tuple[Message, ...]:
    """Returns messages with the session's buttons where they ask what is open, and with `asides` in the first.

    Before a result they stand alone: it begins with its verdicts.

    A result says the code of its screening, and how to come back with it.
    """
    if asked is not None:
        messages = tuple(offers.add_to_message(asked, _mark(each, code)) for each in messages)
    if not asides:
        return messages
    first, *others = messages or (Message(MessageKind.NOTICE, ()),)
    if first.kind is MessageKind.RESULT:
        return (Message(MessageKind.NOTICE, asides), *messages)
    return (put_before(first, *asides), *others)


def _mark(message: Message, code: str) -> Message:
    if message.kind is not MessageKind.RESULT or not code:
        return message
    return mark_result(message, code, phrases.OPEN_AGAIN.format(code=code))
