"""The boxes of a flow diagram: what they say, and where they stand. All measures are inches."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from textwrap import wrap

from bot.documents.screening_log import phrases
from bot.documents.screening_log.log import LogFigure, ScreeningStanding, TrialLog, Withheld, format_figure
from dialogs.definition import small_words
from dialogs.definition.wording import spell_code

WIDTH = 8.0
MARGIN = 0.35
MAIN_WIDTH = 2.9
SIDE_LEFT = MARGIN + MAIN_WIDTH + 0.35
SIDE_WIDTH = WIDTH - MARGIN - SIDE_LEFT
GAP = 0.5
LINE = 0.19
PADDING = 0.13
HEAD = 0.75

MAIN_CHARACTERS, SIDE_CHARACTERS, NOTE_CHARACTERS = 36, 50, 112
"""How many characters fit a line, at least."""

MOST_REASONS = 10


@dataclass(frozen=True, slots=True)
class Box:
    """A box with lines of text, those that are not indented bold; `top` is counted from the top of the picture."""

    left: float
    top: float
    width: float
    lines: tuple[str, ...]

    @property
    def height(self) -> float:
        """How tall it is."""
        return _height(self.lines)

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.top + self.height


def place_boxes(trial: TrialLog) -> Iterator[Box]:
    """Yields the box at the side, then those of the way down: the side's stands between the first two."""
    first, *others = _list_steps(trial)
    side = tuple(_list_leavers(trial))
    gap = max(GAP, _height(side) - 2 * PADDING)
    box = Box(MARGIN, HEAD, MAIN_WIDTH, first)
    yield Box(SIDE_LEFT, box.bottom + gap / 2 - _height(side) / 2, SIDE_WIDTH, side)
    yield box
    top = box.bottom + gap
    for lines in others:
        box = Box(MARGIN, top, MAIN_WIDTH, lines)
        yield box
        top = box.bottom + GAP


def _list_steps(trial: TrialLog) -> Iterator[tuple[str, ...]]:
    assessed = phrases.NONE_ASSESSED if trial.total.screened == 0 else _n(trial.total.screened)
    yield (phrases.ASSESSED_BOX, f" {assessed}")
    further = (line for each in trial.further for line in _codes(each.name, each.codes))
    yield (phrases.ELIGIBLE_BOX, f" {_n(trial.total.standings[ScreeningStanding.ELIGIBLE])}", *further)
    for name, figure in (
        (phrases.APPROACHED_BOX, trial.total.approached),
        (phrases.ENROLLED_BOX, trial.total.enrolled),
    ):
        yield (name, f" {_n(figure)}")


def _codes(name: str, codes: Mapping[str, LogFigure]) -> list[str]:
    told = [
        f"{spell_code(code)}\N{NO-BREAK SPACE}{format_figure(count)}" for code, count in codes.items() if count != 0
    ]
    if any(isinstance(count, Withheld) for count in codes.values()):
        told = [phrases.WITHHELD]
    line = small_words.NAMED.format(name=name, value=small_words.COMMA.join(told))
    return wrap(line, MAIN_CHARACTERS, initial_indent=" ", subsequent_indent="   ") if told else []


def _list_leavers(trial: TrialLog) -> Iterator[str]:
    """Yields what is told of those who went no further, the reasons most frequent first."""
    standings = trial.total.standings
    yield phrases.EXCLUDED_BOX.format(number=_n(standings[ScreeningStanding.EXCLUDED]))
    reasons = [reason for reason in trial.reasons if reason.count != 0]
    if any(isinstance(reason.count, Withheld) for reason in reasons):
        reasons = []
        yield f" {phrases.REASONS_WITHHELD}"
    for reason in reasons[:MOST_REASONS]:
        told = phrases.REASON.format(criterion=reason.criterion, name=reason.name).rstrip()
        line = phrases.COUNTED_REASON.format(reason=told, number=_n(reason.count))
        yield from wrap(line, SIDE_CHARACTERS, initial_indent=" ", subsequent_indent="   ")
    if len(reasons) > MOST_REASONS:
        yield f" {phrases.MORE_REASONS.format(count=len(reasons) - MOST_REASONS)}"
    yield phrases.PENDING_BOX.format(number=_n(standings[ScreeningStanding.PENDING]))
    yield phrases.UNFINISHED_BOX.format(number=_n(standings[ScreeningStanding.UNFINISHED]))


def _n(figure: LogFigure | None) -> str:
    if figure is Withheld.PART:
        return phrases.NUMBER_WITHHELD
    return (phrases.NUMBER_FEW if figure is Withheld.FEW else phrases.NUMBER).format(count=format_figure(figure))


def _height(lines: tuple[str, ...]) -> float:
    return 2 * PADDING + LINE * len(lines)
