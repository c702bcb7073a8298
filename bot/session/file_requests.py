"""Asking for a file at the front desk: whose screening it is, whether there is anything in it, and what to say or to order.

What is asked for is noted in the screening's trail, in the transaction that orders it.
"""

from dataclasses import replace

from bot import phrases
from bot.documents.forms import PAPERS, PICTURE, TEXT
from bot.session.file_rate_limit import FileLimit
from bot.session.file_words import Wanted
from bot.session.session import Reply, Sitting
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.pages import reaching_lines
from dialogs.conversation.screening import Message
from storage.model.codes import read_code, shown_code
from storage.model.entries import What
from storage.model.file_request import FileOrder
from storage.model.stored import Kept


def answered(sitting: Sitting, wanted: Wanted, limit: FileLimit | None) -> Reply:
    """Orders a file, shows a report as text, or says why not. Without a `limit`, the channel sends no files: the command is told.

    What stands open stays open, with its buttons.
    """
    kept = _found(sitting, wanted)
    if isinstance(kept, str):
        return sitting.again(kept)
    dialogue = sitting.dialogues.by_digest(kept.screening.digest, sitting.desk.definition)
    if dialogue is None:
        return sitting.again(phrases.UNREADABLE.format(code=shown_code(kept.code), trial=kept.screening.trial))
    if wanted.form == TEXT:
        _note(sitting, kept, "report, text")
        return _left_open(sitting, _pages(sitting, dialogue, kept))
    if limit is None:
        return sitting.again(command_for(wanted, shown_code(kept.code)))
    if limit.is_over(sitting.person, sitting.now):
        return _left_open(sitting, (Message(phrases.TOO_MANY_FILES),))
    noted = _note(sitting, kept, "picture, png" if wanted.form == PICTURE else f"report, {wanted.form}")
    order = FileOrder(wanted.form, sitting.person, sitting.now, noted.id, noted.version, (wanted.paper,))
    sitting.desk.post_file(order)
    return replace(_left_open(sitting, ()), order=order)


def command_for(wanted: Wanted, code: str) -> str:
    """Returns the sentence that names the command which makes the file."""
    if wanted.form == PICTURE:
        return phrases.FILE_COMMAND.format(command=f"trialscreen screening picture {code} --output {code}.png")
    paper = "" if wanted.paper == PAPERS[0] else f" --paper {wanted.paper}"
    return phrases.FILE_COMMAND.format(command=f"trialscreen screening report {code} --format {wanted.form}{paper} --output .")


def _found(sitting: Sitting, wanted: Wanted) -> Kept | str:
    """Returns the person's own screening that was named, or is open; or what to say where there is none, or nothing is in it."""
    if wanted.code:
        code = read_code(wanted.code)
        if code is None:
            return phrases.NO_CODE
        kept = sitting.own(code)
        if kept is None:
            return phrases.NOT_YOURS.format(code=shown_code(code))
    elif sitting.open is None:
        return phrases.FILE_WHICH.format(form=wanted.form)
    else:
        kept = sitting.kept
    return phrases.NOTHING_TO_FILE if kept is None or not kept.screening.answers else kept


def _note(sitting: Sitting, kept: Kept, note: str) -> Kept:
    noted = sitting.desk.note(kept, What.EXPORTED, note)
    if sitting.kept is not None and sitting.kept.id == noted.id:
        sitting.kept = noted
    return noted


def _pages(sitting: Sitting, dialogue: Dialogue, kept: Kept) -> tuple[Message, ...]:
    from bot.documents.report.report import report_of  # noqa: PLC0415 - few ask for one, and the others need not wait
    from bot.documents.report.text import pages  # noqa: PLC0415 - the same

    verdict = dialogue.judge.verdict(kept.screening.answers, sitting.now.date())
    reaching = reaching_lines(dialogue.contacts)
    report = report_of(dialogue.trial, kept.screening, verdict, shown_code(kept.code), sitting.now, reaching=reaching)
    return tuple(Message(page) for page in pages(report))


def _left_open(sitting: Sitting, messages: tuple[Message, ...]) -> Reply:
    """Says something, or nothing, and leaves open what stands open: also a menu of the desk."""
    return sitting.reply(messages, menu=sitting.seat.menu)
