"""Making the screening log for a chat: as a text, or as a file."""

from datetime import datetime

from bot import phrases
from bot.config.dialogue_registry import Dialogues
from bot.config.errors import UsageFault
from bot.documents.file import DocumentFile, TextTable
from bot.documents.forms import CSV, LOG
from bot.documents.screening_log.known_trials import KnownTrials
from bot.documents.screening_log.making import LogRequest, make_log
from dialogs.loading.compiled_trial import Trial
from storage.features.tally_counts import Period
from storage.model.file_request import FileOrder
from storage.unit_of_work.store import Store


def make_log_file(store: Store, dialogues: Dialogues, order: FileOrder, now: datetime) -> DocumentFile | TextTable:
    """Returns the log that was ordered, as it is now.

    Raises `UsageFault` where its form needs what is not installed.
    """
    trial, month, exact = order.how

    def find(name: str) -> Trial | None:
        try:
            own = dialogues.find(name)
        except UsageFault:
            return None
        return KnownTrials(store).find(name) if own is None else own[0].trial

    log = make_log(store, LogRequest(trial, Period(month, month), exact=bool(exact)), find, now)
    if order.form == LOG:
        from bot.documents.screening_log.text import format_log  # noqa: PLC0415 - one form is made at a time

        return TextTable(f"{format_log(log).rstrip()}\n\n{phrases.LOG_NEXT}\n")
    if order.form == CSV:
        from bot.documents.screening_log.csv_file import write_csv as made_of  # noqa: PLC0415 - the same
    else:
        from bot.documents.screening_log.xlsx import write_xlsx as made_of  # noqa: PLC0415 - the same
    return DocumentFile(f"trialscreen-screening-log-{now:%Y-%m-%d}.{order.form}", made_of(log), phrases.LOG_CAPTION)
