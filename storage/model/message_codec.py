"""Messages as plain values, and back. The shapes are held stable by a test: messages wait over an upgrade."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from dialogs.conversation.blocks import (
    Answered,
    Aside,
    Block,
    Caution,
    CriterionLine,
    Dropped,
    Headline,
    Items,
    NoteLine,
    Paragraph,
    Progress,
    Question,
    Quotation,
    Recorded,
    ResultTitle,
    Section,
    Table,
)
from dialogs.conversation.messages import Button, Copyable, Message, MessageKind
from dialogs.rules.criteria import Effect
from dialogs.rules.standings import Standing


def encode_message(message: Message) -> dict[str, Any]:
    """Returns a message as plain values."""
    copyable = {"copyable": [[each.label, each.text] for each in message.copyable]} if message.copyable else {}
    return copyable | {
        "kind": message.kind.value,
        "blocks": encode_blocks(message.blocks),
        "buttons": [[button.label, button.key] for button in message.buttons],
        "number": message.number,
        "numbered": message.numbered,
    }


def read_message(plain: Mapping[str, Any]) -> Message:
    """Returns the message that `encode_message` wrote, or an earlier release, which wrote a text in place of blocks."""
    buttons, numbered = tuple(Button(*each) for each in plain["buttons"]), plain["numbered"]
    if numbered is True:  # the first releases wrote true or false
        numbered = len(buttons)
    kind, blocks = MessageKind(plain.get("kind", MessageKind.NOTICE.value)), _read_all(plain)
    copyable = tuple(Copyable(*each) for each in plain.get("copyable", ()))
    return Message(kind, blocks, buttons, plain["number"], int(numbered), copyable)


def _read_all(plain: Mapping[str, Any]) -> tuple[Block, ...]:
    if "blocks" in plain:
        return read_blocks(plain["blocks"])
    return (Paragraph(plain["text"]),) if plain["text"] else ()


def encode_blocks(blocks: Iterable[Block]) -> list[Any]:
    """Returns blocks as plain values."""
    return [_encode_block(block) for block in blocks]


def read_blocks(plain: Iterable[Sequence[Any]]) -> tuple[Block, ...]:
    """Returns the blocks that `encode_blocks` wrote."""
    return tuple(map(_read_block, plain))


def _encode_block(block: Block) -> list[Any]:
    match block:
        case Headline(name, standing, outcome, text, details):
            return ["headline", name, standing.name.lower(), outcome, text, *([details] if details else [])]
        case Items(entries):
            return ["items", encode_blocks(entries)]
        case Section(title, blocks, folded):
            return ["section", title, encode_blocks(blocks), folded]
        case Table(rows):
            return ["table", [_encode_row(row) for row in rows]]
    return [_NAMES[type(block)], *[getattr(block, field) for field in block.__slots__]]


def _encode_row(row: CriterionLine) -> list[Any]:
    return [row.criterion, row.kind, row.effect.value, row.status, row.reason, row.quote, row.notes, row.name]


def _read_block(plain: Sequence[Any]) -> Block:
    name, *fields = plain
    block: Block = _READERS[name](*fields)
    return block


def _read_items(entries: Sequence[Any]) -> Items:
    return Items(tuple(_READERS[name](*fields) for name, *fields in entries))


def _read_section(title: str, blocks: Sequence[Any], folded: bool) -> Section:  # noqa: FBT001 - as it was written
    return Section(title, read_blocks(blocks), folded)


def _read_row(criterion: str, kind: str, effect: str, *words: Any) -> CriterionLine:
    status, reason, quote, notes, *name = words  # earlier releases wrote no name
    return CriterionLine(criterion, kind, Effect(effect), status, reason, quote, tuple(notes), *name)


def _read_headline(name: str, standing: str, outcome: str, text: str, details: Sequence[str] = ()) -> Headline:
    return Headline(name, Standing[standing.upper()], outcome, text, tuple(details))


_NAMES: dict[type, str] = {
    Recorded: "recorded",
    Dropped: "dropped",
    Progress: "progress",
    Question: "question",
    Answered: "answered",
    Paragraph: "paragraph",
    Quotation: "quotation",
    ResultTitle: "result_title",
    Caution: "caution",
    Aside: "aside",
    NoteLine: "note_line",
}
"""Blocks of which every field is plain."""

_READERS: dict[str, Callable[..., Any]] = {
    **{name: block for block, name in _NAMES.items()},
    "headline": _read_headline,
    "items": _read_items,
    "section": _read_section,
    "table": lambda rows: Table(tuple(_read_row(*row) for row in rows)),
}
