"""What a report says in sentences, the same in every format: whose it is, each part's lists, where it comes from."""

from collections.abc import Iterator
from datetime import datetime

from bot.documents.report import phrases
from bot.documents.report.next_steps import is_ruled_out, list_next_steps
from bot.documents.report.part import CriterionRow, MissingPart, ReportPart
from bot.documents.report.report import Report
from dialogs.conversation.cards import list_changes
from dialogs.definition import small_words
from dialogs.rules.standings import Standing
from dialogs.verdict import headings
from dialogs.verdict.answer_words import format_day


def name_report(report: Report) -> str:
    """Returns what the report is called: the title of its page and of its file's properties."""
    return phrases.NAME.format(code=report.code, acronym=report.acronym)


def describe_unfinished(report: Report) -> str:
    """Returns the sentence that marks an unfinished screening; nothing for a finished one."""
    if report.is_finished:
        return ""
    unfinished = phrases.RULED_OUT if is_ruled_out(report) else phrases.UNFINISHED
    return unfinished.format(count=len(report.screening.answers))


def describe_made(report: Report) -> str:
    """Returns when the report was made, and when the last answer was taken."""
    if report.last_answer is None:
        return phrases.MADE_WITHOUT_ANSWERS.format(made=_time(report.at))
    return phrases.MADE_WITH_ANSWERS.format(made=_time(report.at), taken=_time(report.last_answer))


def describe_dependency(part: ReportPart) -> str:
    """Returns the sentence that names what a determination waits for; nothing where it waits for none."""
    return phrases.DEPENDS.format(names=small_words.AND.join(part.waits_for)) if part.waits_for else ""


def list_sections(part: ReportPart) -> Iterator[tuple[str, list[str]]]:
    """Yields the lists of a determination that have something to say, each a title and its lines.

    One that does not apply has no reasons: nothing that its criteria say counts.
    """
    lists = {
        headings.WHY: [phrases.REASON.format(id=row.id, name=row.name, reason=row.reason) for row in _failing(part)],
        headings.NOTES: list(part.told),
        phrases.MISSING_BY_THEN if part.waits else phrases.MISSING: [
            *map(_gap, part.gaps),
            *map(_sentence, part.gaps_if),
        ],
        headings.COME_BACK: [phrases.RETURN.format(name=each.name, when=each.when) for each in part.come_back],
        headings.NEAR: list(part.near),
    }
    yield from ((title, lines) for title, lines in lists.items() if lines)


def list_front_sections(report: Report) -> Iterator[tuple[str, list[tuple[str, list[str]]]]]:
    """Yields what stands beneath the verdicts: a title, then the lines of each determination under its name.

    Why comes first, then what to do next. Lines that name their criterion, or are of no determination, have no name.
    """
    by_title: dict[str, list[tuple[str, list[str]]]] = {title: [] for title in _ORDER}
    for part in report.parts:
        for title, lines in list_sections(part):
            by_title[title].append(("" if title in _NAMELESS else part.name, lines))
    by_title[headings.COME_BACK] = []  # it is said under what to do next
    changes = list_changes(report.trial, report.verdict)
    by_title[headings.CHANGING] = [("", changes)] if changes else []
    by_title[phrases.NEXT] = [("", list_next_steps(report))]
    if report.not_needed:
        by_title[headings.MISSING_NOT_NEEDED] = [("", list(report.not_needed))]
    yield from ((title, groups) for title, groups in by_title.items() if groups)


def list_failing(report: Report) -> list[CriterionRow]:
    """Returns the criteria that make a determination fail."""
    return [row for part in report.parts for row in _failing(part)]


def _failing(part: ReportPart) -> tuple[CriterionRow, ...]:
    return () if part.standing is Standing.OFF else part.reasons


def describe_origin(report: Report) -> list[str]:
    """Returns where the criteria come from: the source with its date, the definition's version and its whole digest."""
    return [report.source, describe_definition(report)]


def describe_definition(report: Report) -> str:
    """Returns the trial definition's version and its whole digest."""
    return headings.DEFINITION.format(id=report.trial.id, version=report.version, digest=report.digest)


def _gap(gap: MissingPart) -> str:
    step = phrases.SETTLED_BY.format(who=gap.settled_by) if gap.settled_by else gap.next_step
    parts = [phrases.GAP.format(name=gap.name, why=gap.why), step, *map(_sentence, gap.settles)]
    return " ".join(part for part in parts if part)


def _sentence(clause: str) -> str:
    return phrases.SENTENCE.format(clause=clause[0].upper() + clause[1:])


def _time(at: datetime) -> str:
    return phrases.TIME.format(day=format_day(at.date()), time=f"{at:%H:%M}")


_ORDER = (
    headings.WHY,
    headings.CHANGING,
    phrases.NEXT,
    phrases.MISSING,
    phrases.MISSING_BY_THEN,
    headings.COME_BACK,
    headings.NOTES,
    headings.NEAR,
    headings.MISSING_NOT_NEEDED,
)
"""The order of what stands beneath the verdicts."""

_NAMELESS = frozenset({headings.NOTES, headings.NEAR})
