"""Blocks that hold no others, drawn for a chat: signs stand beside their words, never alone."""

import re
from collections.abc import Iterator

from bot import phrases as shared
from bot.channels.drawing import phrases
from bot.channels.drawing.shown_lines import Letters, ShownLine, TextSpan, fold_lines
from dialogs import phrases as dialogue
from dialogs.conversation.blocks import (
    Answered,
    Block,
    Caution,
    CriterionLine,
    Headline,
    NoteLine,
    Progress,
    Question,
    Recorded,
    ResultTitle,
    Table,
)
from dialogs.conversation.plain_text import render_plain
from dialogs.definition import small_words
from dialogs.rules.criteria import Effect
from dialogs.rules.standings import Standing
from storage.features.one_time_codes import read_one_time_code
from storage.model.codes import read_code


def draw_leaf(block: Block) -> list[ShownLine]:
    """Returns the lines of a block that holds no others."""
    match block:
        case Question(text=text, help=help_):
            return [*draw_text(text, Letters.STRONG), *draw_text(help_, Letters.SMALL)]
        case Headline():
            return list(_draw_headline(block))
        case NoteLine():
            return list(_draw_note(block))
    return draw_text(*_say(block))


def _draw_headline(headline: Headline) -> Iterator[ShownLine]:
    """Yields a verdict on a determination, and what else stands on its card."""
    said = small_words.NAMED.format(name=headline.name, value=headline.text)
    yield from draw_text(phrases.SIGNED.format(sign=_STANDINGS[headline.standing], text=said), Letters.STRONG)
    yield from (line for each in headline.details for line in draw_text(phrases.DETAIL.format(text=each)))


def draw_row(row: CriterionLine) -> Iterator[ShownLine]:
    """Yields a criterion: how it stands, and folded below that what the source says, and the notes."""
    first, _, folded = render_plain((Table((row,)),)).partition("\n")
    yield from (
        line._replace(begins=True) for line in draw_text(phrases.SIGNED.format(sign=_EFFECTS[row.effect], text=first))
    )
    yield from fold_lines(line for each in folded.split("\n") for line in draw_text(each.strip()))


def _draw_note(note: NoteLine) -> Iterator[ShownLine]:
    """Yields what a note says of a fact, with the words that it was read from."""
    sign = phrases.TAKEN if note.is_certain else phrases.NOT_CERTAIN
    *firsts, last = draw_text(sign.format(answered=small_words.NAMED.format(name=note.name, value=note.answer)))
    yield from firsts
    words, *others = (
        draw_text(small_words.QUOTED.format(quote=note.words), Letters.SMALL) if note.words else [ShownLine()]
    )
    yield last._replace(spans=(*last.spans, *([TextSpan("  ")] if note.words else []), *words.spans))
    yield from others


def _say(block: Block) -> tuple[str, Letters]:
    """Returns a block that is a text alone, and its letters."""
    match block:
        case ResultTitle(trial, code):
            return small_words.BESIDE.format(first=trial, then=code) if code else trial, Letters.STRONG
        case Recorded(name, answer):
            return phrases.TAKEN.format(answered=small_words.NAMED.format(name=name, value=answer)), Letters.PLAIN
        case Progress(place, most, is_listing=False):
            return dialogue.PROGRESS.format(position=place, most=most), Letters.SMALL
        case Answered(place, name, answer) if place:
            answered = small_words.NAMED.format(name=name, value=answer)
            return small_words.BESIDE.format(first=place, then=answered), Letters.PLAIN
        case Caution(text):
            return phrases.CAUTION.format(text=text), Letters.PLAIN
    return render_plain((block,)), Letters.SMALL if isinstance(block, Progress) else Letters.PLAIN


_STANDINGS = {
    Standing.PASSES: shared.YES_SIGN,
    Standing.FAILS: shared.NO_SIGN,
    Standing.OPEN: phrases.OPEN_SIGN,
    Standing.OFF: shared.OFF_SIGN,
}
_EFFECTS = {Effect.PASSES: shared.YES_SIGN, Effect.FAILS: shared.NO_SIGN, Effect.OPEN: phrases.OPEN_SIGN}


def draw_text(text: str, letters: Letters = Letters.PLAIN) -> list[ShownLine]:
    """Returns a text in its lines, all in the same letters but for the codes in it; none for an empty text."""
    return [ShownLine(tuple(_mark_codes(line, letters))) for line in text.split("\n")] if text else []


def _mark_codes(line: str, letters: Letters) -> Iterator[TextSpan]:
    end = 0
    for found in _LIKE_A_CODE.finditer(line):
        if read_code(found[0]) is None and read_one_time_code(found[0]) is None:
            continue
        if found.start() > end:
            yield TextSpan(line[end : found.start()], letters)
        yield TextSpan(found[0], Letters.CODE)
        end = found.end()
    if line[end:]:
        yield TextSpan(line[end:], letters)


_LIKE_A_CODE = re.compile(r"(?<![\w-])(?:[0-9A-Z]{4}-[0-9A-Z]{3}|[0-9A-Z]{3}(?:-[0-9A-Z]{3}){2})(?![\w-])", re.ASCII)
"""How the code of a screening looks, and one that is used once."""
