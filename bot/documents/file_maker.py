"""Making a file when it is sent, of what is kept then.

One is made at a time, in a thread: no chat waits for another's file.

A file that cannot be made becomes a sentence for its person, and a line of the log that holds no answer.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from bot import phrases
from bot.config.dialogue_registry import Dialogues
from bot.config.errors import UsageFault
from bot.documents.file import DocumentFile, TextTable
from bot.documents.forms import KINDS, PAGE, PDF, PICTURE
from bot.documents.log_file_maker import make_log_file
from bot.documents.ordered_report import FoundScreening, find_ordered
from bot.documents.report.report import Report, make_file_name
from storage.model.errors import Damaged, Unavailable
from storage.model.file_request import FileOrder
from storage.unit_of_work.writer_thread import Writer

MadeFile = DocumentFile | TextTable | str
"""What was ordered; or a sentence that says why it was not made."""

DrawReport = Callable[[FileOrder, Report], bytes]
"""Makes the content of a file of a report. Raises `UsageFault` where it cannot be made."""

NO_EXTRA = "needs the extra [reports]"
"""What a fault says where the extra is not installed."""

_log = logging.getLogger(__name__)


class FileMaker:
    """Makes the files that a store's outbox orders. `draw` makes the content of those that are of one screening."""

    def __init__(
        self, writer: Writer, dialogues: Dialogues, *, now: Callable[[], datetime], draw: DrawReport | None = None
    ) -> None:
        self.writer = writer
        self.dialogues = dialogues
        self.now = now
        self.draw = draw or draw_file
        self._turn = asyncio.Lock()

    async def make(self, order: FileOrder) -> MadeFile:
        """Returns what was ordered, or a sentence. Raises `Unavailable` where the store cannot be read just now."""
        async with self._turn:
            if order.screening is None:
                store, now = self.writer.store, self.now()
                return await asyncio.to_thread(attempt, order, lambda: make_log_file(store, self.dialogues, order, now))
            try:
                found = await asyncio.wrap_future(self.writer.call(self._find, order))
            except Damaged as fault:
                return _describe_fault(order, fault)
            return (
                found
                if isinstance(found, str)
                else await asyncio.to_thread(attempt, order, lambda: self._make_file(order, found))
            )

    def _find(self, order: FileOrder) -> FoundScreening | str:
        with self.writer.store.reading() as repository:
            return find_ordered(repository, self.dialogues, order, self.now)

    def _make_file(self, order: FileOrder, found: FoundScreening) -> DocumentFile:
        report = found.report()
        caption = phrases.FILE_CAPTION.format(what=phrases.FILE_NAMES[KINDS[order.form]], code=report.code)
        return DocumentFile(make_file_name(report, ENDINGS[order.form]), self.draw(order, report), caption)


def draw_file(order: FileOrder, report: Report) -> bytes:
    """Returns the content of a file.

    Raises `UsageFault` where it cannot be made, such as without the extra that it needs.
    """
    if order.form == PICTURE:
        from bot.documents.picture.decision import lay_out_decision  # noqa: PLC0415 - one form is made at a time
        from bot.documents.picture.png import render_png  # noqa: PLC0415 - the same

        return render_png(lay_out_decision(report))
    from bot.documents.report.formats import render_report  # noqa: PLC0415 - the same

    return render_report(report, order.form, *order.how)


def word_not_made(form: str, fault: BaseException) -> str:
    """Returns what to tell a person whose file could not be made."""
    said = phrases.FILE_LACKS_EXTRA if lacks_extra(fault) else phrases.FILE_NOT_MADE
    return said.format(what=phrases.FILE_NAMES[KINDS[form]])


def lacks_extra(fault: BaseException) -> bool:
    """Says whether a file could not be made because the extra that it needs is not installed."""
    return isinstance(fault, UsageFault) and NO_EXTRA in str(fault)


def attempt(order: FileOrder, make: Callable[[], DocumentFile | TextTable]) -> MadeFile:
    """Returns the file that is made, or a sentence that says that it could not be; then the log has why."""
    try:
        return make()
    except Unavailable:
        raise
    except BaseException as fault:  # noqa: BLE001 - a typesetter that panics raises no Exception, and ends only this file
        return _describe_fault(order, fault)


def _describe_fault(order: FileOrder, fault: BaseException) -> str:
    """Returns what to say of a file that cannot be made; the log gets why, in words that are known beforehand."""
    why = f"it {NO_EXTRA}: pip install 'trialscreen[reports]'" if lacks_extra(fault) else type(fault).__name__
    _log.error("a file could not be made (%s): %s", order.form, why)
    return word_not_made(order.form, fault)


ENDINGS = {PDF: "pdf", PAGE: "html", PICTURE: "png"}
