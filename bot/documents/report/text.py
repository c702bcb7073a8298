"""The report as text for a chat: short lines, no wide tables.

The first page holds the verdicts, the others the criteria of one each.
"""

from collections.abc import Iterator

from bot.documents.report import next_steps, phrases, sentences
from bot.documents.report.part import CriterionRow, ReportPart
from bot.documents.report.report import Report
from dialogs.conversation.cards import list_changes
from dialogs.definition import small_words
from dialogs.verdict import headings


def format_pages(report: Report) -> list[str]:
    """Returns the report page by page.

    A page may be longer than what a channel takes at once: the channel splits it.
    """
    return ["\n".join(_front(report)), *("\n".join(_criteria(part)) for part in report.parts)]


def format_text(report: Report) -> str:
    """Returns the whole report as one text, with a line at its end."""
    return "\n\n".join(format_pages(report)) + "\n"


def _front(report: Report) -> Iterator[str]:
    yield sentences.name_report(report)
    if not report.is_finished:
        yield sentences.describe_unfinished(report)
    if report.verdict.stale:
        yield report.source
    for part in report.parts:
        yield from ("", *_headline(part))
    lists = {
        headings.CHANGING: list_changes(report.trial, report.verdict),
        phrases.NEXT: next_steps.list_next_steps(report),
        headings.MISSING_NOT_NEEDED: list(report.not_needed),
    }
    for title, lines in lists.items():
        if lines:
            yield from ("", small_words.TITLED.format(title=title), *map(_item, lines))
    origin = [sentences.describe_definition(report)] if report.verdict.stale else sentences.describe_origin(report)
    yield from ("", sentences.describe_made(report), *origin, report.pre_check)


def _headline(part: ReportPart) -> Iterator[str]:
    yield phrases.HEADLINE.format(name=part.name, badge=part.badge)
    yield part.say
    if part.waits_for:
        yield sentences.describe_dependency(part)
    for title, lines in sentences.list_sections(part):
        if title == headings.COME_BACK:
            continue  # it is said under what to do next
        yield from (small_words.TITLED.format(title=title), *map(_item, lines))


def _criteria(part: ReportPart) -> Iterator[str]:
    yield phrases.EVERY_CRITERION.format(name=part.name)
    for row in part.rows:
        yield from ("", *_criterion(row))


def _criterion(row: CriterionRow) -> Iterator[str]:
    kind = headings.KINDS[row.kind]
    yield phrases.CRITERION.format(sign=row.sign, id=row.id, kind=kind, status=row.status_words)
    yield from (phrases.ANSWERED.format(name=name, answer=answer) for name, answer in row.answers)
    yield small_words.QUOTED.format(quote=row.quote)
    yield from (headings.NOTE.format(note=note) for note in row.notes)


def _item(line: str) -> str:
    return small_words.ITEM.format(item=line)
