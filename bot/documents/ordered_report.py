"""The report that was ordered: of a screening as it was then, or else as it is now, where its person may have it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot import phrases
from bot.config.dialogue_registry import Dialogues
from bot.documents.report.report import Report
from bot.documents.screening_report import report_screening
from dialogs.conversation.dialogue import Dialogue
from storage.model.codes import format_code
from storage.model.file_request import FileOrder
from storage.model.stored import StoredScreening
from storage.unit_of_work.repository import ScreeningRepository


@dataclass(frozen=True, slots=True)
class FoundScreening:
    """A screening to be reported, and as of when."""

    dialogue: Dialogue
    stored: StoredScreening
    at: datetime

    def report(self) -> Report:
        """Returns its report."""
        return report_screening(self.dialogue, self.stored.screening, format_code(self.stored.code), self.at)


def find_ordered(
    repository: ScreeningRepository, dialogues: Dialogues, order: FileOrder, now: Callable[[], datetime]
) -> FoundScreening | str:
    """Returns the screening of an order, or what to say where it may not be sent."""
    assert order.screening is not None, "it is ordered of one screening"
    stored = repository.find_by_id(order.screening)
    if stored is None or stored.owner != order.person:
        return phrases.FILE_GONE
    dialogue = dialogues.find_by_digest(stored.screening.digest, repository.find_definition)
    if dialogue is None:
        return phrases.UNREADABLE.format(code=format_code(stored.code), trial=stored.screening.trial)
    return FoundScreening(dialogue, stored, order.at if stored.version == order.version else now())
