"""What a person is told on a page, as the messages that were posted: the web's half of reading a chat.

Where the page says all of a message, it has the blocks of that, else what is seen. So a text that is lost or changed on
its way to the page is read otherwise than through the core.
"""

from collections.abc import Iterator, Sequence

from bot.channels.channel_event import hash_key
from bot.channels.web.phrases import SO_FAR_TITLE, WHAT_NEXT
from bot.workbench.layers.page_parts import PageFault, ReadPage
from bot.workbench.layers.said_in_chat import says_all
from dialogs.conversation.blocks import Headline, Paragraph, Question, ResultTitle
from dialogs.conversation.messages import Button, Message
from dialogs.conversation.questions import WHY_KEY
from dialogs.phrases import CONCLUDED_OFFER, WHY_LABEL
from storage.model.stored import Do, Outgoing


def join_posted(page: ReadPage, waiting: Sequence[Outgoing], after: int, number: int) -> list[Message]:
    """Returns the messages that were posted `after` one of the outbox, as a page shows them on which all `waiting` are.

    A message that asks has `number`, and each of its buttons what stands for its key. Raises `PageFault` where the
    heading is another one than what is asked.
    """
    shown = [each.message for each in waiting if each.do is Do.SEND]
    sent = [each.message for each in waiting if each.do is Do.SEND and each.id > after]
    asking = next((each for each in reversed(shown) if each.buttons), None)
    if asking is not None:
        _check_heading(page, asking, shown)
    return [_join(page, each, number if each is asking else None) for each in sent]


def _join(page: ReadPage, message: Message, number: int | None) -> Message:
    """Returns one message as the page shows it. Only the one that asks, which has a number, has buttons."""
    asks = number is not None
    whole = message.blocks if asks or not message.buttons else message.lasting
    is_said = says_all(page.said, whole)
    blocks = message.blocks if is_said else (Paragraph(page.said, passing=True),)
    return Message(message.kind, blocks, tuple(_list_buttons(page, message)) if asks else (), number or 0)


def _list_buttons(page: ReadPage, message: Message) -> Iterator[Button]:
    """Yields the buttons of a message in their order, as far as the page has them; then what it has beyond them.

    Where the page says by itself why it asks, that takes the place of a button.
    """
    shown = {each.choice: each.label for each in page.choices}
    for button in message.buttons:
        choice = hash_key(button.key).hex()
        label = shown.pop(choice, None)
        if label is not None:
            yield Button(label, choice)
        elif button.key == WHY_KEY and tells_why(page):
            yield Button(button.label, choice)
    for choice, label in shown.items():
        yield Button(label, choice)


def tells_why(page: ReadPage) -> bool:
    """Says whether the page itself tells why it asks, in a text that is folded."""
    return any(each.startswith(WHY_LABEL.rstrip("?")) for each in page.folds)


def _check_heading(page: ReadPage, asking: Message, shown: Sequence[Message]) -> None:
    """Raises `PageFault` where the heading is not what is asked, or not the verdict that stands above it."""
    question = next((each for each in asking.blocks if isinstance(each, Question)), None)
    titles = [block for message in shown for block in message.blocks if isinstance(block, ResultTitle)]
    has_verdict = any(isinstance(block, Headline) for message in (*shown, asking) for block in message.blocks)
    if titles and (question is None or not question.name):
        wanted = f"{titles[-1].trial} {titles[-1].code}".rstrip()
        is_right = titles[-1].trial in page.heading and titles[-1].code in page.heading
    elif question is not None and not question.name and has_verdict:
        wanted, is_right = SO_FAR_TITLE, page.heading.startswith(SO_FAR_TITLE)
    elif question is not None and question.text == CONCLUDED_OFFER:
        wanted, is_right = WHAT_NEXT, page.heading == WHAT_NEXT
    else:
        wanted = "" if question is None else " ".join(question.text.split())
        is_right = wanted in {"", page.heading}
    if not is_right:
        raise PageFault(f"its heading is {page.heading!r}, where {wanted!r} is asked")
