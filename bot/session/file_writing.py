"""Files that a conversation writes where it is held: into the working folder, under a new name."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import count
from pathlib import Path

from bot import phrases
from bot.config.dialogue_registry import Dialogues
from bot.config.errors import UsageFault, describe_cause
from bot.config.new_file import write_new
from bot.documents.file_maker import ENDINGS, draw_file, word_not_made
from bot.documents.forms import KINDS
from bot.documents.ordered_report import find_ordered
from bot.documents.report.report import Report, name_report
from storage.model.file_request import FileOrder
from storage.unit_of_work.repository import ScreeningRepository


def write_kept(
    repository: ScreeningRepository, dialogues: Dialogues, order: FileOrder, now: Callable[[], datetime], folder: Path
) -> str:
    """Writes the file that was ordered of a kept screening; returns what to say."""
    found = find_ordered(repository, dialogues, order, now)
    if isinstance(found, str):
        return found
    report = found.report()
    return write_ordered(order, report, name_report(report), folder)


def write_ordered(order: FileOrder, report: Report, name: str, folder: Path) -> str:
    """Makes the file of a report and writes it, called `name` or as near to it as is free; returns what to say.

    Only its owner may read it. A file that is there is left as it is.
    """
    what = phrases.FILE_NAMES[KINDS[order.form]]
    try:
        content = draw_file(order, report)
    except BaseException as fault:
        if isinstance(fault, KeyboardInterrupt):
            raise
        return word_not_made(order.form, fault)
    for file in _list_names(folder, name, ENDINGS[order.form]):
        try:
            write_new(file, content)
        except UsageFault as fault:
            if not isinstance(fault.__cause__, OSError):
                continue  # there is one of that name by now
            return phrases.FILE_NOT_WRITTEN.format(what=what, folder=folder, reason=describe_cause(fault.__cause__))
        return phrases.FILE_WRITTEN.format(what=what, file=file)
    raise AssertionError("there is always another name")


def _list_names(folder: Path, name: str, ending: str) -> Iterator[Path]:
    """Yields names of files that are not there, without end."""
    yield folder / f"{name}.{ending}"
    yield from (folder / f"{name}-{number}.{ending}" for number in count(2))
