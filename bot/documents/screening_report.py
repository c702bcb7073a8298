"""The report of a screening as it stands: as a value, and as pages to be shown in a chat."""

from datetime import datetime

from bot.documents.report.report import Report, make_report
from bot.documents.report.text import format_pages
from dialogs.conversation.blocks import Paragraph
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.messages import Message, MessageKind
from dialogs.conversation.pages import list_reaching_lines
from dialogs.conversation.screening import Screening


def report_screening(dialogue: Dialogue, screening: Screening, code: str, at: datetime) -> Report:
    """Returns the report of a screening as of a time. `code` is as people read it."""
    verdict = dialogue.evaluator.evaluate(screening.answers, at.date())
    reaching = list_reaching_lines(dialogue.contacts)
    return make_report(dialogue.trial, screening, verdict, code, at, reaching=reaching)


def make_report_pages(dialogue: Dialogue, screening: Screening, code: str, at: datetime) -> tuple[Message, ...]:
    """Returns the same as pages."""
    report = report_screening(dialogue, screening, code, at)
    return tuple(Message(MessageKind.PAGE, (Paragraph(page),)) for page in format_pages(report))
