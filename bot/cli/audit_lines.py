"""The audit trail of a screening as a person reads it, and as plain values."""

from typing import Any

from bot import phrases
from bot.config.output import format_time
from dialogs.conversation.render import View
from dialogs.rules.answers import Answer
from dialogs.verdict.json_answers import make_plain_answer
from storage.maintenance.inspection import Inspection
from storage.model.entries import Entry, EntryKind


def format_trail(view: View, found: Inspection) -> list[str]:
    """Returns a line for each entry, then one that says whether the trail is whole.

    An entry's line holds its number, when, who, through which channel, from which account, and what. It also says
    whether the clock was fixed.
    """
    lines = [
        f"{number:>4}  {_describe_time(entry)}  {_describe_speaker(entry)}  {_describe_entry(view, entry)}"
        for number, entry in found.entries
    ]
    if found.faults:
        return [*lines, *(phrases.TRAIL_FAULT.format(fault=sentence) for sentence in found.sentences)]
    return [*lines, phrases.TRAIL_WHOLE.format(count=len(found.entries))]


def make_plain_entry(number: int, entry: Entry) -> dict[str, Any]:
    """Returns an entry as plain values."""
    return {
        "number": number,
        "at": entry.at.isoformat(),
        "who": entry.who,
        "account": entry.account or entry.who,
        "channel": entry.channel,
        "what": entry.kind.value,
        "fact": entry.fact,
        "before": None if entry.before is None else make_plain_answer(entry.before),
        "after": None if entry.after is None else make_plain_answer(entry.after),
        "note": entry.note,
        "real_at": None if entry.real_at is None else entry.real_at.isoformat(),
    }


def _describe_speaker(entry: Entry) -> str:
    """Returns who did it, through which channel, and from which account where that bears another name."""
    return f"{entry.who} ({entry.channel}{f', {entry.account}' if entry.account else ''})"


def _describe_time(entry: Entry) -> str:
    """Returns when it was, and what the machine's clock showed where `--now` fixed another time."""
    fixed = "" if entry.real_at is None else phrases.CLOCK_FIXED.format(real=format_time(entry.real_at))
    return f"{entry.at:%Y-%m-%d %H:%M:%S} UTC{fixed}"


def _describe_entry(view: View, entry: Entry) -> str:
    if entry.fact is None:
        return f"{entry.kind.value}: {entry.note}" if entry.note else entry.kind.value
    words = _words(view, entry.fact, entry.after or entry.before)
    if entry.kind is EntryKind.CHANGED:
        words = f"{_words(view, entry.fact, entry.before)}, now {_words(view, entry.fact, entry.after)}"
    return f"{entry.kind.value}: {view.questions[entry.fact].name}: {words}"


def _words(view: View, fact: str, answer: Answer | None) -> str:
    return "" if answer is None else view.word_answer(fact, answer)
