"""The report as text for a chat: short lines, no wide tables.

The first page holds the verdicts, the others the criteria of one each.
"""

from collections.abc import Iterator

from bot.documents.report import phrases, sentences
from bot.documents.report.part import CriterionRow, ReportPart
from bot.documents.report.report import Report
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
    for part in report.parts:
        yield from ("", *_headline(part))
    if report.not_needed:
        yield from ("", small_words.TITLED.format(title=headings.MISSING_NOT_NEEDED), *map(_item, report.not_needed))
    if report.reaching:
        yield from ("", *report.reaching)
    yield from ("", sentences.describe_made(report), *sentences.describe_origin(report), report.pre_check)


def _headline(part: ReportPart) -> Iterator[str]:
    yield phrases.HEADLINE.format(name=part.name, badge=part.badge)
    yield part.say
    if part.waits_for:
        yield sentences.describe_dependency(part)
    for title, lines in sentences.list_sections(part):
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
