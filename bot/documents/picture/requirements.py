"""What stands before a lane whose determination needs others: a way that is open, shut, or not known to be either."""

from collections.abc import Iterator

from bot.documents.picture import phrases
from bot.documents.picture.column import Column
from bot.documents.picture.layout import MARGIN, WIDTH, Area, Panel, PictureWay, WayKind
from bot.documents.picture.styles import PLAIN
from bot.documents.report.part import ReportPart
from bot.documents.report.report import Report
from dialogs.definition import small_words
from dialogs.definition.wording import say
from dialogs.rules.truth import Truth
from dialogs.verdict.outcome_words import word_code

ASIDE = 130
"""The room on the left for the arrow."""

LEAST = 110
APART = 18
NOTHING = 34
"""The room between lanes of which neither needs the other."""


def lay_out_requirements(report: Report, part: ReportPart, top: float) -> tuple[Panel, PictureWay | None]:
    """Returns what a lane needs, and whether that holds, with the way in; no way where it needs nothing."""
    needs = list(_needs(report, part))
    column = Column(MARGIN + ASIDE, top + APART, WIDTH - 2 * MARGIN - ASIDE)
    for sentence, _ in needs:
        column.write(sentence, 30)
    height = max(column.y + APART - top, LEAST) if needs else NOTHING
    told = " ".join(sentence for sentence, _ in needs)
    panel = Panel(
        f"gate-{part.id}", told or part.name, Area(MARGIN, top, WIDTH - 2 * MARGIN, height), PLAIN, tuple(column.lines)
    )
    if not needs:
        return panel, None
    return panel, PictureWay(MARGIN + ASIDE / 2, top + 4, top + height - 4, _kind([truth for _, truth in needs]), told)


def _needs(report: Report, part: ReportPart) -> Iterator[tuple[str, Truth]]:
    trial = report.trial
    rulings = trial.rules.assess(trial.rules.encode_state(report.screening.answers)).rulings
    for required, codes in trial.definition.determinations[part.id].requires.items():
        possible = {trial.outcome_codes[required].get(standing) for standing in rulings[required].possible}
        truth = _truth(possible, set(codes))
        wanted = small_words.OR.join(word_code(code) for code in codes)
        name = say(trial.definition.determinations[required].name)
        yield phrases.NEEDS.format(name=name, wanted=wanted, state=phrases.HOLDS[truth]), truth


def _truth(possible: set[str | None], wanted: set[str]) -> Truth:
    if not possible & wanted:
        return Truth.NO
    return Truth.YES if possible <= wanted else Truth.UNKNOWN


def _kind(needs: list[Truth]) -> WayKind:
    if Truth.NO in needs:
        return WayKind.SHUT
    return WayKind.UNKNOWN if Truth.UNKNOWN in needs else WayKind.OPEN
