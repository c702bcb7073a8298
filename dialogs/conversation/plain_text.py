"""Messages line by line, and in plain text: what scripts, pipes, JSON and recordings see."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dialogs import phrases
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
from dialogs.definition import small_words
from dialogs.verdict import headings


class MessageLine(NamedTuple):
    """One line of a message; a channel that has bold letters sets the strong ones in them."""

    text: str
    is_strong: bool = False


def render_plain(blocks: Iterable[Block]) -> str:
    """Returns blocks as one text."""
    return "\n".join(line.text for line in list_text_lines(blocks))


def list_text_lines(blocks: Iterable[Block]) -> list[MessageLine]:
    """Returns blocks line by line: a blank line around each section, and the progress before its question's name."""
    lines: list[MessageLine] = []
    before: Block | None = None
    for block in blocks:
        own = list(_list_lines(block))
        if own and isinstance(before, Progress) and isinstance(block, Question):
            name = own.pop(0).text
            lines[-1] = MessageLine(small_words.BESIDE.format(first=lines[-1].text, then=name))
        elif before is not None and (isinstance(before, Section) or isinstance(block, Section)):
            lines.append(MessageLine(""))
        lines += own
        before = block
    return lines


def _list_lines(block: Block) -> Iterator[MessageLine]:
    match block:
        case Question(text, name, help_):
            yield from _split(name)
            yield from _split(text, is_strong=True)
            yield from _split(help_)
        case ResultTitle():
            yield MessageLine(headings.RESULT, is_strong=True)
        case Headline(name=name, text=text, details=details):
            yield MessageLine(small_words.NAMED.format(name=name, value=text), is_strong=True)
            yield from (MessageLine("  " + each) for each in details)
        case Section(title, blocks):
            yield from _split(title, is_strong=True)
            yield from list_text_lines(blocks)
        case Items(entries):
            yield from (MessageLine(small_words.ITEM.format(item=_say(entry))) for entry in entries)
        case Table(rows):
            yield from (line for row in rows for line in _list_row_lines(row))
        case _:
            yield from _split(_say(block))


def _split(text: str, *, is_strong: bool = False) -> list[MessageLine]:
    return [MessageLine(line, is_strong) for line in text.split("\n")] if text else []


def _say(block: Block) -> str:
    """Returns a block that is a text alone."""
    match block:
        case Paragraph(text=text) | Caution(text) | Aside(text):
            return text
        case Recorded(name, answer):
            return phrases.TAKEN.format(name=name, answer=answer)
        case Dropped(name, answer, contradicted):
            return (phrases.TAKEN_BACK if contradicted else phrases.DROPPED).format(name=name, answer=answer)
        case NoteLine(name, answer, words, is_certain):
            lead = phrases.NOTED if is_certain else phrases.NOT_CERTAIN
            said = lead.format(name=name, answer=answer)
            return phrases.NOTED_WORDS.format(said=said, words=words) if words else said
        case Progress(place, most, is_listing):
            progress = phrases.PROGRESS.format(position=place, most=most)
            return small_words.BESIDE.format(first=phrases.LISTING, then=progress) if is_listing else progress
        case Answered(place, name, answer):
            answered = small_words.NAMED.format(name=name, value=answer)
            return small_words.BESIDE.format(first=place, then=answered) if place else answered
    assert isinstance(block, Quotation), "every other block is a text alone, or was handled before"
    return small_words.QUOTATION.format(lead=block.lead, quote=block.text)


def _list_row_lines(row: CriterionLine) -> Iterator[MessageLine]:
    named = headings.NAMED_CRITERION.format(id=row.criterion, name=row.name).rstrip()
    yield MessageLine(headings.CRITERION.format(named=named, kind=row.kind, status=row.status, reason=row.reason))
    yield MessageLine("  " + small_words.QUOTED.format(quote=row.quote))
    yield from (MessageLine("  " + headings.NOTE.format(note=note)) for note in row.notes)
