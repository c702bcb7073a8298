"""What is folded in messages: a section, or what stands behind each criterion of a table. A key or a word opens it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.channels.terminal import wording
from dialogs.conversation.blocks import Block, Items, Paragraph, Section, Table
from dialogs.conversation.messages import Message
from dialogs.conversation.screening import Event, Said


def has_folded(messages: Iterable[Message]) -> bool:
    """Says whether something is folded in messages."""
    return any(_is_folded(block) for message in messages for block in message.blocks)


def asks_for_details(event: Event) -> bool:
    """Says whether an event asks to open what is folded, or to fold it again."""
    return isinstance(event, Said) and event.text.strip(" .!'\"").casefold() == wording.DETAILS_WORD


def word_folded(section: Section) -> str:
    """Returns the title of a folded section, and how much it holds."""
    count = sum(len(block.entries) if isinstance(block, Items) else 1 for block in section.blocks)
    return wording.FOLDED.format(title=section.title.rstrip(":"), count=count)


def fold_plainly(message: Message) -> Message:
    """Returns a message with a line in place of each folded section, which says what to type to see it."""
    return replace(message, blocks=tuple(_fold_all(message.blocks)))


def _fold_all(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Section) and block.folded:
            yield Paragraph(wording.SAY_DETAILS.format(title=word_folded(block), word=wording.DETAILS_WORD))
        elif isinstance(block, Section):
            yield replace(block, blocks=tuple(_fold_all(block.blocks)))
        else:
            yield block


def _is_folded(block: Block) -> bool:
    if isinstance(block, Section):
        return block.folded or any(map(_is_folded, block.blocks))
    return isinstance(block, Table)
