"""`trialscreen log`: the screening log, to standard output or a new file, and pictures of it.

Each time is noted in the store's trail.
"""

from datetime import datetime

from bot.cli.command_store import open_store_at, take
from bot.cli.log_options import (
    FORMATS,
    PICTURES,
    LogOptions,
    check_files,
    choose_format,
    choose_period,
    choose_picture_format,
)
from bot.config.clock import Clock, make_clock
from bot.config.errors import UsageFault
from bot.config.new_file import write_new
from bot.config.output import print_bytes, print_notes
from bot.documents.screening_log import phrases
from bot.documents.screening_log.known_trials import KnownTrials
from bot.documents.screening_log.log import Log, TrialLog
from bot.documents.screening_log.making import LogRequest, describe_request, make_log
from storage.model.entries import EntryKind
from storage.unit_of_work.store import Store


def run(options: LogOptions, database: str, now: str | None) -> None:
    """Prints or writes the log, and draws what is asked for.

    Raises `UsageFault` for bad input, having written and noted nothing.
    """
    form = choose_format(options)
    period = choose_period(options)
    check_files(options)
    clock = make_clock(now)
    with open_store_at(database) as store:
        log = _log(store, LogRequest(options.trial, period, options.exact), clock())
        made = FORMATS[form](log)
        files = {
            file: PICTURES[name](log, _one(log), choose_picture_format(file)) for name, file in options.pictures.items()
        }
        is_export = bool(options.output or options.pictures or form != "text")
        _note(store, log, [form, *options.pictures], clock, is_export=is_export)
    if options.output is None:
        print_bytes(made)
    else:
        files[options.output] = made
    for file, content in files.items():
        write_new(file, content)
        print_notes([phrases.WRITTEN.format(file=file)])


def _log(store: Store, wanted: LogRequest, now: datetime) -> Log:
    """Returns the log; where there is nothing at all yet, one of zeros for the first trial."""
    known = KnownTrials(store)
    known.check(wanted.trial)
    log = make_log(store, wanted, known.find, now)
    return (
        log
        if log.trials
        else make_log(store, LogRequest(known.get_default(), wanted.period, wanted.exact), known.find, now)
    )


def _one(log: Log) -> TrialLog:
    """Returns the trial that is drawn: there has to be just one."""
    if len(log.trials) > 1:
        raise UsageFault(phrases.WHICH_TRIAL.format(trials=", ".join(each.trial for each in log.trials)))
    return log.trials[0]


def _note(store: Store, log: Log, forms: list[str], clock: Clock, *, is_export: bool) -> None:
    what = EntryKind.EXPORTED if is_export else EntryKind.READ
    take(store, lambda uow: uow.note_store(what, describe_request(log, forms)), clock)
