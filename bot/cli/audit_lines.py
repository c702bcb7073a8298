"""The audit trail of a screening as a person reads it, and as plain values."""

from typing import Any

from bot import phrases
from dialogs.conversation.render import View
from dialogs.rules.answers import Answer
from dialogs.verdict.json_values import plain_answer
from storage.maintenance.verify import Inspection
from storage.model.entries import Entry, What


def trail_lines(view: View, found: Inspection) -> list[str]:
    """Returns a line for each entry: its number, when, who, through which channel, what; then whether the trail is whole."""
    lines = [
        f"{number:>4}  {entry.at:%Y-%m-%d %H:%M:%S} UTC  {entry.who} ({entry.channel})  {_told(view, entry)}"
        for number, entry in found.entries
    ]
    if found.faults:
        return [*lines, *(phrases.TRAIL_FAULT.format(fault=sentence) for sentence in found.sentences)]
    return [*lines, phrases.TRAIL_WHOLE.format(count=len(found.entries))]


def plain_entry(number: int, entry: Entry) -> dict[str, Any]:
    """Returns an entry as plain values."""
    return {
        "number": number,
        "at": entry.at.isoformat(),
        "who": entry.who,
        "channel": entry.channel,
        "what": entry.what.value,
        "fact": entry.fact,
        "before": None if entry.before is None else plain_answer(entry.before),
        "after": None if entry.after is None else plain_answer(entry.after),
        "note": entry.note,
    }


def _told(view: View, entry: Entry) -> str:
    if entry.fact is None:
        return f"{entry.what.value}: {entry.note}" if entry.note else entry.what.value
    words = _words(view, entry.fact, entry.after or entry.before)
    if entry.what is What.CHANGED:
        words = f"{_words(view, entry.fact, entry.before)}, now {_words(view, entry.fact, entry.after)}"
    return f"{entry.what.value}: {view.questions[entry.fact].name}: {words}"


def _words(view: View, fact: str, answer: Answer | None) -> str:
    return "" if answer is None else view.answer_words(fact, answer)
