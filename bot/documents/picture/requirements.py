"""What stands before a lane whose determination needs others: a way that is open, shut, or not known to be either."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.documents.picture import phrases
from bot.documents.picture.column import make_printed_column
from bot.documents.picture.layout import Area, Panel, PictureWay, WayKind
from bot.documents.picture.styles import PLAIN
from bot.documents.report.part import ReportPart
from bot.documents.report.report import Report
from dialogs.definition import small_words
from dialogs.definition.wording import say
from dialogs.rules.truth import Truth, all_of, any_of
from dialogs.verdict.outcome_words import word_code

ASIDE = 90
"""The room on the left for the arrow."""

LEAST = 70
APART = 8


def lay_out_requirements(report: Report, part: ReportPart, at: Area) -> tuple[Panel, PictureWay] | tuple[None, None]:
    """Returns what a lane needs, and whether that holds, with the way in; nothing where it needs nothing.

    It stands at the corner and is as wide as `at`.
    """
    needs = list(_needs(report, part))
    if not needs:
        return None, None
    column = make_printed_column(at.x + ASIDE, at.y + APART, at.width - ASIDE)
    for sentence, _ in needs:
        column.write(sentence)
    height = max(column.y + APART - at.y, LEAST)
    told = " ".join(sentence for sentence, _ in needs)
    panel = Panel(f"gate-{part.id}", told, replace(at, height=height), PLAIN, tuple(column.lines))
    kind = _kind([truth for _, truth in needs])
    return panel, PictureWay(at.x + ASIDE / 2, at.y + 4, at.y + height - 4, kind, told)


def _needs(report: Report, part: ReportPart) -> Iterator[tuple[str, Truth]]:
    """Yields each thing that is required, in a sentence, with whether it holds; where one of several is enough, one."""
    alternatives = report.trial.definition.determinations[part.id].alternatives
    found = [[_describe_required(report, *each) for each in alternative.items()] for alternative in alternatives]
    if len(found) == 1:
        for name, wanted, truth in found[0]:
            yield phrases.NEEDS.format(name=name, wanted=wanted, state=phrases.HOLDS[truth]), truth
    elif found:
        said = [small_words.AND.join(map(_name_wanted, all_)) for all_ in found]
        truth = any_of(all_of(each[2] for each in all_) for all_ in found)
        yield phrases.NEEDS_ONE.format(wanted=small_words.OR.join(said), state=phrases.HOLDS[truth]), truth


def _name_wanted(required: tuple[str, str, Truth]) -> str:
    return small_words.NAMED.format(name=required[0], value=required[1])


def _describe_required(report: Report, required: str, codes: Sequence[str]) -> tuple[str, str, Truth]:
    """Returns the name of a determination, what it must come to, and whether it does."""
    trial = report.trial
    rulings = trial.rules.assess(trial.rules.encode_state(report.screening.answers)).rulings
    possible = {trial.outcome_codes[required].get(standing) for standing in rulings[required].possible}
    wanted = small_words.OR.join(word_code(code) for code in codes)
    return say(trial.definition.determinations[required].name), wanted, _truth(possible, set(codes))


def _truth(possible: set[str | None], wanted: set[str]) -> Truth:
    if not possible & wanted:
        return Truth.NO
    return Truth.YES if possible <= wanted else Truth.UNKNOWN


def _kind(needs: list[Truth]) -> WayKind:
    if Truth.NO in needs:
        return WayKind.SHUT
    return WayKind.UNKNOWN if Truth.UNKNOWN in needs else WayKind.OPEN
