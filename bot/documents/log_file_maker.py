"""Making the screening log for a chat: as a text, or as a file."""

from datetime import datetime

from bot.config.dialogue_registry import Dialogues
from bot.config.errors import UsageFault
from bot.documents.file import File, Table
from bot.documents.forms import CSV, LOG
from bot.documents.screening_log.known_trials import Known
from bot.documents.screening_log.making import Wanted, log_of
from dialogs.loading.compiled_trial import Trial
from storage.features.tally import Period
from storage.model.file_request import FileOrder
from storage.unit_of_work.store import Store


def log_made(store: Store, dialogues: Dialogues, order: FileOrder, now: datetime) -> File | Table:
    """Returns the log that was ordered, as it is now. Raises `UsageFault` where its form needs what is not installed."""
    trial, month, exact = order.how

    def find(name: str) -> Trial | None:
        try:
            own = dialogues.by_id(name)
        except UsageFault:
            return None
        return Known(store).find(name) if own is None else own[0].trial

    log = log_of(store, Wanted(trial, Period(month, month), exact=bool(exact)), find, now)
    if order.form == LOG:
        from bot.documents.screening_log.text import text_of  # noqa: PLC0415 - one form is made at a time

        return Table(text_of(log))
    if order.form == CSV:
        from bot.documents.screening_log.csv_file import csv_of as made_of  # noqa: PLC0415 - the same
    else:
        from bot.documents.screening_log.xlsx import xlsx_of as made_of  # noqa: PLC0415 - the same
    return File(f"trialscreen-screening-log-{now:%Y-%m-%d}.{order.form}", made_of(log))
