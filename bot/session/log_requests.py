"""The screening log in a chat: a coordinator reads it, gets it as a file, or adds to the enrolment counts."""

import re
from collections.abc import Iterable

from bot import phrases
from bot.config.trial_catalogue import list_names
from bot.documents.forms import LOG, LOG_FILES
from bot.session.file_rate_limit import FileLimit
from dialogs.conversation.messages import make_notice
from dialogs.definition import small_words
from dialogs.reading.cleaning import clean
from storage.features.enrolment_counts import EnrolmentCounts, EnrolmentStep
from storage.features.members import Role
from storage.features.tally import list_trials
from storage.model.entries import EntryKind
from storage.model.errors import Refused
from storage.model.file_request import FileOrder
from storage.unit_of_work.unit_of_work import UnitOfWork

EXACT = "exact"
"""Asks for small numbers too."""


def answer_request(uow: UnitOfWork, role: Role, typed: str, limit: FileLimit | None) -> bool:
    """Does what `/log ...` asks for, said by somebody with this role, and returns whether a log is made.

    `typed` is all that stands behind the command.

    What is to be said is posted. Without a `limit`, the channel sends no files: the command is told.
    """
    plain = clean(typed)
    told, order = _answer(uow, role, plain.split() if isinstance(plain, str) else [typed], limit)
    if order is not None:
        uow.enqueue_file(order)
    uow.enqueue([make_notice(told)] if told else [])
    return order is not None


def _answer(uow: UnitOfWork, role: Role, words: list[str], limit: FileLimit | None) -> tuple[str, FileOrder | None]:
    if role is not Role.COORDINATOR:
        return phrases.LOG_NOT_COORDINATOR, None
    known = list(dict.fromkeys([*list_names(), *list_trials(uow.reading)]))
    named = _parse_words(words, known)
    if named is None:
        return phrases.LOG_HELP.format(trials=small_words.COMMA.join(known)), None
    if "step" in named or "count" in named:
        return _record_count(uow, named, known), None
    if limit is None:
        return phrases.LOG_COMMAND, None
    if limit.is_over(uow.person):
        return phrases.TOO_MANY_FILES, None
    return "", _order_log(uow, named)


def _order_log(uow: UnitOfWork, named: dict[str, str]) -> FileOrder:
    """Returns the order of a log, and notes it in the store's trail."""
    form = named.get("form", LOG)
    how = (named.get("trial", ""), named.get("month", ""), named.get("exact", ""))
    note = f"screening log of {how[0] or 'all trials'}, {how[1] or 'all months'}: {form}{', exact' if how[2] else ''}"
    uow.note_store(EntryKind.READ if form == LOG else EntryKind.EXPORTED, note)
    return FileOrder(form, uow.person, uow.inbound.at, how=how)


def _record_count(uow: UnitOfWork, named: dict[str, str], known: list[str]) -> str:
    current = f"{uow.inbound.at:%Y-%m}"
    month, trial = named.get("month", current), named.get("trial", known[0] if len(known) == 1 else "")
    if (
        named.keys() - {"step", "count", "month", "trial"}
        or not {"step", "count"} <= named.keys()
        or not int(named["count"])
    ):
        return phrases.LOG_HELP.format(trials=small_words.COMMA.join(known))
    if not trial:
        return phrases.LOG_WHICH.format(trials=small_words.COMMA.join(known))
    if month > current:
        return phrases.LOG_FUTURE.format(month=month)
    step, count = EnrolmentStep(named["step"]), int(named["count"])
    try:
        total = EnrolmentCounts(uow).add(month, trial, step, count)
    except Refused:
        return phrases.LOG_TOO_FEW.format(step=phrases.STEPS[step.value], month=month)
    worded = phrases.STEPS[step.value]
    return phrases.LOG_MARKED.format(trial=trial, month=month, step=worded, count=f"{count:+}", total=total)


def _parse_words(words: Iterable[str], known: list[str]) -> dict[str, str] | None:
    """Returns what each word names; None where one names nothing, or the same as another."""
    named: dict[str, str] = {}
    for word in words:
        for kind, value in _list_readings(word.casefold(), known):
            if kind in named:
                return None
            named[kind] = value
            break
        else:
            return None
    return named


def _list_readings(word: str, known: list[str]) -> Iterable[tuple[str, str]]:
    if word in {each.value for each in EnrolmentStep}:
        yield "step", word
    if re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", word):
        yield "month", word
    if re.fullmatch(r"[+-]?[0-9]{1,4}", word):
        yield "count", word
    if word in LOG_FILES:
        yield "form", word
    if word == EXACT:
        yield "exact", word
    yield from (("trial", each) for each in known if each.casefold() == word)
