"""A message drawn for a phone: signs and letters for what each block is, and quotations folded away.

Signs stand beside words, never alone. What no rule here is for is drawn as plain text has it.
"""

from collections.abc import Iterable, Iterator

from bot import phrases as shared
from bot.channels.telegram import phrases
from bot.channels.telegram.delivery.drawn_lines import DrawnLine, Letters, Span, fold_lines
from bot.channels.telegram.delivery.text_drawing import draw_text
from dialogs.conversation.blocks import (
    Answered,
    Block,
    Caution,
    CriterionLine,
    Headline,
    Items,
    NoteLine,
    Progress,
    Question,
    Quotation,
    Recorded,
    ResultTitle,
    Section,
    Table,
    Title,
)
from dialogs.conversation.plain_text import render_plain
from dialogs.definition import small_words
from dialogs.rules.criteria import Effect
from dialogs.rules.determinations import Standing


def draw_blocks(blocks: Iterable[Block]) -> list[DrawnLine]:
    """Returns blocks line by line: a blank line around a section, and above what asks below other text.

    A folded section stands apart by its looks.
    """
    lines: list[DrawnLine] = []
    before: Block | None = None
    for block in blocks:
        own = list(_draw_block(block))
        if not own:
            continue
        if before is not None and _is_apart(before, block):
            lines.append(DrawnLine())
        lines += [own[0]._replace(begins=not isinstance(before, _LEADING)), *own[1:]]
        before = block
    return lines


def _is_apart(before: Block, block: Block) -> bool:
    """Says whether a blank line stands between two blocks."""
    sections = [each for each in (before, block) if isinstance(each, Section)]
    if sections:
        return not any(each.folded for each in sections)
    return isinstance(block, _ASKING) and not isinstance(before, (*_ASKING, *_LEADING))


def _draw_block(block: Block) -> Iterator[DrawnLine]:
    match block:
        case Question(text=text, help=help_):
            yield from draw_text(text, Letters.STRONG)
            yield from draw_text(help_, Letters.SMALL)
        case Headline(name, standing, _, text, details):
            said = small_words.NAMED.format(name=name, value=text)
            yield from draw_text(phrases.SIGNED.format(sign=_STANDINGS[standing], text=said), Letters.STRONG)
            yield from (line for each in details for line in draw_text(phrases.DETAIL.format(text=each)))
        case Section():
            yield from _draw_section(block)
        case Items(entries):
            yield from (line for entry in entries for line in _draw_entry(entry))
        case Table(rows):
            yield from (line for row in rows for line in _draw_row(row))
        case Quotation(text, lead):
            yield from draw_text(lead)
            yield from fold_lines(draw_text(small_words.QUOTED.format(quote=text)))
        case NoteLine():
            yield from _draw_note(block)
        case _:
            yield from draw_text(*_say(block))


def _say(block: Block) -> tuple[str, Letters]:
    """Returns a block that is a text alone, and its letters."""
    match block:
        case Title(text):
            return text, Letters.STRONG
        case ResultTitle(trial, code):
            return small_words.BESIDE.format(first=trial, then=code) if code else trial, Letters.STRONG
        case Recorded(name, answer):
            return phrases.TAKEN.format(answered=small_words.NAMED.format(name=name, value=answer)), Letters.PLAIN
        case Caution(text):
            return phrases.CAUTION.format(text=text), Letters.PLAIN
    return render_plain((block,)), Letters.SMALL if isinstance(block, Progress) else Letters.PLAIN


def _draw_section(section: Section) -> Iterator[DrawnLine]:
    """Yields a section: its title, and its blocks. Within a folded one nothing is folded again."""
    title, blocks = draw_text(section.title, Letters.STRONG), draw_blocks(section.blocks)
    if not section.folded:
        yield from title
        yield from ([blocks[0]._replace(begins=False), *blocks[1:]] if title and blocks else blocks)
    else:
        yield from fold_lines([*title, *blocks])


def _draw_entry(entry: Block) -> Iterator[DrawnLine]:
    """Yields an entry of a list."""
    first, *others = list(_draw_block(entry)) or [DrawnLine()]
    lead = Span(small_words.ITEM.partition("{")[0])
    yield first._replace(spans=(lead, *first.spans), begins=True)
    yield from others


def _draw_row(row: CriterionLine) -> Iterator[DrawnLine]:
    """Yields a criterion: how it stands, and folded below that what the source says, and the notes."""
    first, _, folded = render_plain((Table((row,)),)).partition("\n")
    yield from (
        line._replace(begins=True) for line in draw_text(phrases.SIGNED.format(sign=_EFFECTS[row.effect], text=first))
    )
    yield from fold_lines(line for each in folded.split("\n") for line in draw_text(each.strip()))


def _draw_note(note: NoteLine) -> Iterator[DrawnLine]:
    """Yields what a note says of a fact, with the words that it was read from."""
    sign = phrases.TAKEN if note.is_certain else phrases.NOT_CERTAIN
    *firsts, last = draw_text(sign.format(answered=small_words.NAMED.format(name=note.name, value=note.answer)))
    yield from firsts
    words, *others = draw_text(small_words.QUOTED.format(quote=note.words), Letters.SMALL) if note.words else [DrawnLine()]
    yield last._replace(spans=(*last.spans, *([Span("  ")] if note.words else []), *words.spans))
    yield from others


_LEADING = (Title, ResultTitle, Recorded, Progress)
"""Blocks that do not end a piece: what comes next goes with them."""

_ASKING = (Progress, Question, Answered)

_STANDINGS = {
    Standing.PASSES: shared.YES_SIGN,
    Standing.FAILS: shared.NO_SIGN,
    Standing.OPEN: phrases.OPEN_SIGN,
    Standing.OFF: shared.OFF_SIGN,
}
_EFFECTS = {Effect.PASSES: shared.YES_SIGN, Effect.FAILS: shared.NO_SIGN, Effect.OPEN: phrases.OPEN_SIGN}
