"""Coverage as a table: each dimension with its count, and what is missing, as what a script would have to do."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from rich.box import HORIZONTALS
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.channels.terminal.render_context import RenderContext
from dialogs.testing.coverage.coverage import Coverage, CoveragePlace, CoverageShare
from dialogs.testing.coverage.event_kinds import EventKind

LISTED = 6
"""How many lines are shown of one dimension, and how many things in one line."""

NARROW = 70
"""Columns below which the table has no room for more than the two counts."""

SAID = 70
"""How many characters of a sentence are shown."""


def format_table(coverage: Coverage, paper: RenderContext) -> RenderableType:
    """Returns what scripts have reached; what is missing is shortened, with a count of the rest."""
    shares = list(coverage.shares.values())
    parts: list[RenderableType] = [
        paper.styled(f"Coverage of {coverage.trial.id}", "bold"),
        _format_counts(shares, paper),
    ]
    for share in shares:
        if share.missing:
            parts.append(
                _list_places(
                    f"Not reached: {_TITLES[share.dimension]} ({_HOW[share.dimension]})",
                    coverage,
                    share,
                    share.missing,
                    paper,
                )
            )
        if share.beyond:
            parts.append(
                _list_places(
                    f"Reached, but not on the atlas: {_TITLES[share.dimension]}", coverage, share, share.beyond, paper
                )
            )
        if share.undecided:
            parts.append(
                _list_places(
                    f"Perhaps out of reach, so not counted: {_TITLES[share.dimension]}",
                    coverage,
                    share,
                    share.undecided,
                    paper,
                )
            )
    if any(len(share.missing) > LISTED for share in shares):
        parts += [Text(), paper.styled("All that is missing: --coverage-json FILE", "dim")]
    return Group(*parts)


def _format_counts(shares: Sequence[CoverageShare], paper: RenderContext) -> Table:
    counts = Table(box=HORIZONTALS, border_style="dim", pad_edge=False, header_style="")
    counts.add_column("What")
    headings = ("reached", "of", "missing", "percent")
    shown = len(headings) if paper.width >= NARROW else 2
    for heading in headings[:shown]:
        counts.add_column(heading, justify="right", no_wrap=True)
    for share in shares:
        missing = str(len(share.missing)) if share.missing else "-"
        cells = [str(share.reached), str(share.of), missing, f"{share.percent} %" if share.of else "-"]
        counts.add_row(
            *map(paper.styled, [_TITLES[share.dimension], *cells[:shown]]), style="yellow" if share.missing else ""
        )
    return counts


def _list_places(
    title: str, coverage: Coverage, share: CoverageShare, places: Sequence[CoveragePlace], paper: RenderContext
) -> Group:
    lines = list(_lines(coverage, share, places))
    rest = len(lines) - LISTED
    shown = [*lines[:LISTED], *([f"and {rest} more"] if rest > 0 else [])]
    return Group(Text(), paper.format_list(title, shown, "-"))


def _lines(coverage: Coverage, share: CoverageShare, places: Sequence[CoveragePlace]) -> Iterator[str]:
    """Yields a line for each sentence, one for all other names, or one for each first part of pairs with its others."""
    names = [place for place in places if isinstance(place, str)]
    if share.dimension == "phrases":
        yield from (_sentence(name, coverage.sentences.get(name, "")) for name in names)
    elif names:
        yield _shorten(names)
    else:
        pairs = [place for place in places if not isinstance(place, str)]
        for first, group in groupby(pairs, key=itemgetter(0)):
            yield f"{first}: {_shorten([_word(second) for _, second in group])}"


def _sentence(name: str, template: str) -> str:
    said = template.splitlines()[0] if template else ""
    return f"{name} “{said if len(said) <= SAID else said[: SAID - 1] + '…'}”"


def _word(part: str | EventKind) -> str:
    if not isinstance(part, EventKind):
        return part.replace("_", " ") if part == "not_met" else part
    return f"{part.value} ({_ABUSE[part]})" if part in _ABUSE else part.value


def _shorten(words: Sequence[str]) -> str:
    rest = len(words) - LISTED
    return "; ".join(words[:LISTED]) + (f"; and {rest} more" if rest > 0 else "")


_TITLES = {
    "states": "states",
    "pairs": "kinds of event in states",
    "answers": "answers",
    "statuses": "criteria at a result",
    "commands": "commands, typed",
    "phrases": "sentences",
    "ends": "criteria that end the questions early",
    "arrows": "ways between states",
}

_HOW = {
    "states": "lead there",
    "pairs": "in this state, do this",
    "answers": "give this fact this answer",
    "statuses": "show a result with this status",
    "commands": "type it",
    "phrases": "bring the bot to say it",
    "ends": "let it fail",
    "arrows": "from this state, go on to that one",
}

_ABUSE = {EventKind.REFUSED: "!stale 1", EventKind.DOUBLED: "!repeat"}
"""What happens only in an abuse script, and the word for it."""
