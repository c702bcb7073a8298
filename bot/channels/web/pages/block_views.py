"""What the templates need of blocks besides their words: what belongs together, signs, looks, and texts in lines."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from bot import phrases as shared
from bot.channels.web import phrases
from dialogs.conversation.blocks import (
    Answered,
    Block,
    CriterionLine,
    Items,
    NoteLine,
    Progress,
    Question,
    Recorded,
)
from dialogs.rules.criteria import Effect
from dialogs.rules.standings import Standing
from dialogs.verdict import headings

TextRun = tuple[bool, list[str]]
"""Lines of a text that belong together, and whether they are entries of a list."""


def arrange_blocks(blocks: Iterable[Block]) -> Iterator[tuple[str, list[Block]]]:
    """Yields blocks by their kinds: neighbours that make one list together, all others by themselves.

    The name of a question is told with its progress, or before its text.
    """
    for kind, run in groupby(blocks, type):
        if kind in (Recorded, NoteLine):
            yield kind.__name__, list(run)
        else:
            yield from ((kind.__name__, [block]) for block in run)


def is_answer_list(items: Items) -> bool:
    """Says whether a list holds answers only: those under the names of their facts."""
    return bool(items.entries) and all(isinstance(each, Answered) for each in items.entries)


def find_sign(standing: Standing | Effect) -> str:
    """Returns the sign that stands beside the words of a verdict, or of a criterion."""
    return _SIGNS[standing]


def find_look(standing: Standing | Effect) -> str:
    """Returns the class of the colours of a verdict, or of a criterion."""
    return standing.name.lower()


def name_progress(progress: Progress | None, question: Question | None) -> tuple[Block, ...]:
    """Returns what is told above a question: how far the screening is, and the name of the fact."""
    named = (Question("", question.name),) if question is not None and question.name else ()
    return (*((progress,) if progress else ()), *named)


def split_criterion(row: CriterionLine) -> tuple[str, str]:
    """Returns a criterion in two parts that make one sentence: what it is, and how it stands."""
    named = headings.NAMED_CRITERION.format(id=row.criterion, name=row.name).rstrip()
    lead, status, reason = headings.CRITERION.partition("{status}")
    return lead.format(named=named, kind=row.kind).rstrip(), (status + reason).format(
        status=row.status, reason=row.reason
    )


def split_text(text: str) -> Iterator[TextRun]:
    """Yields a text in runs of lines. Lines that are set back are a list; what is set back twice goes on with them.

    Any other run ends with a sentence, or where a line is empty: so prose flows, and only a table of lines is broken.
    """
    for is_set_back, run in groupby(text.split("\n"), lambda line: line.startswith(_SET_BACK)):
        lines: list[str] = []
        for line in run:
            if is_set_back and lines and line.startswith(_SET_BACK_TWICE):
                lines[-1] += " " + line.strip()
            elif is_set_back:
                lines.append(line.strip())
            elif line:
                lines.append(line)
            if lines and not is_set_back and (not line or line.endswith(_ENDS)):
                yield False, lines
                lines = []
        if lines:
            yield is_set_back, lines


_ENDS = "."
_SET_BACK, _SET_BACK_TWICE = "  ", "    "

_SIGNS: dict[Standing | Effect, str] = {
    Standing.PASSES: shared.YES_SIGN,
    Standing.FAILS: shared.NO_SIGN,
    Standing.OPEN: phrases.OPEN_SIGN,
    Standing.OFF: shared.OFF_SIGN,
    Effect.PASSES: shared.YES_SIGN,
    Effect.FAILS: shared.NO_SIGN,
    Effect.OPEN: phrases.OPEN_SIGN,
}
