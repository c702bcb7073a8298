"""Making the screening log for a chat: as a text, or as a file."""

from datetime import datetime

from bot.dialogues import Dialogues
from bot.faults import UsageFault
from bot.filing.file import File, Table
from bot.filing.words import CSV, LOG
from bot.log.known import Known
from bot.log.making import Wanted, log_of
from dialogs.trial import Trial
from storage.orders import FileOrder
from storage.screening_log import Period
from storage.store import Store


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
        from bot.log.text import text_of  # noqa: PLC0415 - one form is made at a time

        return Table(text_of(log))
    if order.form == CSV:
        from bot.log.csv_file import csv_of as made_of  # noqa: PLC0415 - the same
    else:
        from bot.log.xlsx import xlsx_of as made_of  # noqa: PLC0415 - the same
    return File(f"trialscreen-screening-log-{now:%Y-%m-%d}.{order.form}", made_of(log))
