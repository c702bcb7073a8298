"""One script on the page of results: what became of it, and its transcripts, side by side where it failed."""

import re
from collections.abc import Iterable, Iterator
from html import escape

from bot.workbench.replay.passages import Passage, Row
from bot.workbench.replay.result import FAILED, PASSED, UNREADABLE, Result
from bot.workbench.replay.words import Mark, Piece, compared

SPOKEN = 2
"""How many rows of a pair are what the bot said, its text and its buttons; the rest are values that the script looked at."""


def script(result: Result, number: int, *, is_open: bool, is_told: bool) -> Iterator[str]:
    """Yields the part of the page about one script; `is_told` says whether what was said is shown where it passed."""
    sign, word = _WORDS[result.result]
    title = text(result.title or "cannot be played")
    yield f'<details class="script {result.result}"{" open" if is_open else ""}>'
    yield f'<summary><span class="badge"><span aria-hidden="true">{sign}</span> {word}</span> <span class="title">{title}</span>'
    yield f'<span class="file">{text(result.place if result.result == FAILED else result.file)}</span></summary>'
    if result.message:
        yield f'<p class="message">{text(result.message)}</p>'
    if result.remedy:
        yield f'<p class="remedy">{text(result.remedy)}</p>'
    if result.result == FAILED:
        yield f'<p class="remedy"><a href="#difference-{number}">To the first difference</a></p>'
        yield from _beside(result, f"difference-{number}")
    elif result.passages:
        yield from _transcript(result) if is_told else ['<p class="remedy">What was said is left out here: there are too many scripts.</p>']
    yield "</details>"


def text(raw: str) -> str:
    """Returns any text as HTML shows it, quotes and all; signs that HTML cannot hold become visible."""
    return escape(_NOT_IN_HTML.sub("\N{REPLACEMENT CHARACTER}", raw))


def _transcript(result: Result) -> Iterator[str]:
    """Yields what was said in a script that passed."""
    for passage in result.passages:
        yield _me(passage)
        yield from (f'<p class="bot">{text(_joined(row.said for row in pair.rows[:SPOKEN]))}</p>' for pair in passage.pairs)


def _beside(result: Result, anchor: str) -> Iterator[str]:
    """Yields what was expected and what was said, side by side, the words that differ marked; `anchor` names the first difference."""
    first = next((pair for passage in result.passages for pair in passage.pairs if not pair.holds), None)
    for passage in result.passages:
        yield _me(passage)
        for pair in passage.pairs:
            left, right = zip(*(_compared(row) for row in pair.rows), strict=True)
            sides = _side(f"expected, line {pair.line}", left) + _side("said", right)
            here = f' id="{anchor}"' if pair is first else ""
            yield f'<div class="pair {"held" if pair.holds else "differs"}"{here}>{sides}</div>'


def _compared(row: Row) -> tuple[str, str]:
    """Returns both sides of a row, marked up."""
    if row.holds:
        return text(row.expected), text(row.said)
    left, right = _with_missing(row) if row.missing else compared(row.expected, row.said)
    return _marked(left), _marked(right)


def _with_missing(row: Row) -> tuple[list[Piece], list[Piece]]:
    """Returns both sides of a row of buttons, the missing ones marked: those that came need not be expected."""
    word, _, labels = row.expected.partition(" ")
    left = [(Mark.SAME, f"{word} ")]
    for at, label in enumerate(labels.split("|")):
        left += [(Mark.SAME, "|" if at else ""), (Mark.EXPECTED if label in row.missing else Mark.SAME, label)]
    return left, [(Mark.SAME, row.said)]


def _marked(pieces: Iterable[Piece]) -> str:
    return "".join(_TAGS[mark].format(text(piece)) for mark, piece in pieces)


def _side(caption: str, rows: Iterable[str]) -> str:
    shown = _joined(rows) or '<span class="nothing">nothing</span>'
    return f"<figure><figcaption>{caption}</figcaption><p>{shown}</p></figure>"


def _joined(rows: Iterable[str]) -> str:
    return "\n".join(row for row in rows if row)


def _me(passage: Passage) -> str:
    return f'<p class="me">{text(passage.me)}</p>' if passage.me else ""


_WORDS = {PASSED: ("✓", "passed"), FAILED: ("✗", "failed"), UNREADABLE: ("!", "not readable")}
_TAGS = {Mark.SAME: "{}", Mark.EXPECTED: "<del>{}</del>", Mark.SAID: "<ins>{}</ins>"}
_NOT_IN_HTML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
