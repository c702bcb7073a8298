"""The report of a pre-check as a file, made in memory: nothing of it is written anywhere."""

from datetime import datetime

from bot import phrases
from bot.documents.file import DocumentFile
from bot.documents.file_maker import ENDINGS, MadeFile, attempt, draw_file
from bot.documents.forms import KINDS, PAPERS, PDF
from bot.documents.screening_report import report_screening
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Screening
from storage.model.file_request import FileOrder
from storage.model.people import NOBODY


def make_pre_check_report(dialogue: Dialogue, screening: Screening, now: datetime) -> MadeFile:
    """Returns the report as a PDF, or a sentence that says why it could not be made."""
    order = FileOrder(PDF, NOBODY, now, how=(PAPERS[0],))

    def make() -> DocumentFile:
        report = report_screening(dialogue, screening, phrases.UNKEPT_CODE, now)
        caption = phrases.FILE_CAPTION.format(what=phrases.FILE_NAMES[KINDS[PDF]], code=report.code)
        return DocumentFile(f"trialscreen-pre-check-{now:%Y-%m-%d}.{ENDINGS[PDF]}", draw_file(order, report), caption)

    return attempt(order, make)
