"""Making a file when it is sent, of what is kept then. One is made at a time, in a thread: no chat waits for another's file.

A file that cannot be made becomes a sentence for its person, and a line of the log that holds no answer.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot import phrases
from bot.config.dialogue_registry import Dialogues
from bot.config.errors import UsageFault
from bot.documents.file import File, Table
from bot.documents.forms import KINDS, PAGE, PDF, PICTURE
from bot.documents.log_file_maker import log_made
from bot.documents.report.report import Report, file_name, report_of
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.pages import reaching_lines
from storage.model.codes import shown_code
from storage.model.errors import Damaged, Unavailable
from storage.model.file_request import FileOrder
from storage.model.stored import Kept
from storage.unit_of_work.writer_thread import Writer

Made = File | Table | str
"""What was ordered; or a sentence that says why it was not made."""

Draw = Callable[[FileOrder, Report], bytes]
"""Makes the content of a file of a report. Raises `UsageFault` where it cannot be made."""

NO_EXTRA = "needs the extra [reports]"
"""What a fault says where the extra is not installed."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Found:
    """A screening to be reported, and as of when."""

    dialogue: Dialogue
    kept: Kept
    at: datetime


class FileMaker:
    """Makes the files that a store's outbox orders. `draw` makes the content of those that are of one screening."""

    def __init__(self, writer: Writer, dialogues: Dialogues, *, now: Callable[[], datetime], draw: Draw | None = None) -> None:
        self.writer = writer
        self.dialogues = dialogues
        self.now = now
        self.draw = draw or drawn
        self._turn = asyncio.Lock()

    async def made(self, order: FileOrder) -> Made:
        """Returns what was ordered, or a sentence. Raises `Unavailable` where the store cannot be read just now."""
        async with self._turn:
            if order.screening is None:
                store, now = self.writer.store, self.now()
                return await asyncio.to_thread(_attempted, order, lambda: log_made(store, self.dialogues, order, now))
            try:
                found = await asyncio.wrap_future(self.writer.call(self._found, order, order.screening))
            except Damaged as fault:
                return _told(order, fault)
            return found if isinstance(found, str) else await asyncio.to_thread(_attempted, order, lambda: self._file(order, found))

    def _found(self, order: FileOrder, screening: bytes) -> _Found | str:
        """Returns the screening as it was when it was asked for, or else as it is now; or what to say where it may not be sent."""
        with self.writer.store.reading() as shelf:
            kept = shelf.by_id(screening)
            if kept is None or kept.owner != order.person:
                return phrases.FILE_GONE
            dialogue = self.dialogues.by_digest(kept.screening.digest, shelf.definition)
        if dialogue is None:
            return phrases.UNREADABLE.format(code=shown_code(kept.code), trial=kept.screening.trial)
        return _Found(dialogue, kept, order.at if kept.version == order.version else self.now())

    def _file(self, order: FileOrder, found: _Found) -> File:
        kept, dialogue = found.kept, found.dialogue
        verdict = dialogue.judge.verdict(kept.screening.answers, found.at.date())
        reaching = reaching_lines(dialogue.contacts)
        report = report_of(dialogue.trial, kept.screening, verdict, shown_code(kept.code), found.at, reaching=reaching)
        caption = phrases.FILE_CAPTION.format(what=phrases.FILE_NAMES[KINDS[order.form]], code=report.code)
        return File(file_name(report, _ENDINGS[order.form]), self.draw(order, report), caption)


def drawn(order: FileOrder, report: Report) -> bytes:
    """Returns the content of a file. Raises `UsageFault` where it cannot be made, such as without the extra that it needs."""
    if order.form == PICTURE:
        from bot.documents.picture.decision import decision_sheet  # noqa: PLC0415 - one form is made at a time
        from bot.documents.picture.png import png_of  # noqa: PLC0415 - the same

        return png_of(decision_sheet(report))
    from bot.documents.report.formats import content  # noqa: PLC0415 - the same

    return content(report, order.form, *order.how)


def _attempted(order: FileOrder, make: Callable[[], File | Table]) -> Made:
    try:
        return make()
    except Unavailable:
        raise
    except BaseException as fault:  # noqa: BLE001 - a typesetter that panics raises no Exception, and ends only this file
        return _told(order, fault)


def _told(order: FileOrder, fault: BaseException) -> str:
    """Returns what to say of a file that cannot be made; the log gets why, in words that are known beforehand."""
    is_extra = isinstance(fault, UsageFault) and NO_EXTRA in str(fault)
    why = f"it {NO_EXTRA}: pip install 'trialscreen[reports]'" if is_extra else type(fault).__name__
    _log.error("a file could not be made (%s): %s", order.form, why)
    return phrases.FILE_NOT_MADE.format(what=phrases.FILE_NAMES[KINDS[order.form]])


_ENDINGS = {PDF: "pdf", PAGE: "html", PICTURE: "png"}
