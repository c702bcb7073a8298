"""Screenings and answers as bytes for sealing, and back.

The shapes are this room's own, numbered, and held stable by a test.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import orjson

from dialogs.conversation.note_doubt import NoteDoubt
from dialogs.conversation.said_answer import SaidAnswer
from dialogs.conversation.screening import Doubt, Menu, Proposals, Screening
from dialogs.rules.answers import PENDING, UNKNOWN, Answer, Interval, Known, LastDoses, Pending, Selected, Unknown
from storage.model.list_codec import encode_last_doses, encode_selected, read_last_doses, read_selected

_LIMITS = ("min", "max", "above", "below")


def pack(plain: object) -> bytes:
    """Returns plain values as bytes."""
    return orjson.dumps(plain)


def unpack(content: bytes) -> Any:
    """Returns the plain values in bytes that `pack` made."""
    return orjson.loads(content)


def encode_answer(answer: Answer | None) -> Any:
    """Returns an answer as plain values. It loses nothing, unlike the answers that other programs read."""
    if answer is None:
        return None
    if isinstance(answer, Known):
        plain = {"is": answer.value}
        return plain if answer.clear_on is None else plain | {"clear_on": answer.clear_on.isoformat()}
    if isinstance(answer, Interval):
        return {"in": {limit: number for limit in _LIMITS if (number := getattr(answer, limit)) is not None}}
    if isinstance(answer, LastDoses):
        return encode_last_doses(answer)
    if isinstance(answer, Selected):
        return encode_selected(answer)
    if isinstance(answer, Unknown):
        return "unknown"
    return "pending" if answer.expected is None else {"pending": answer.expected.isoformat()}


def read_answer(plain: Any) -> Answer | None:
    """Returns the answer that `encode_answer` wrote."""
    return None if plain is None else _answer(plain)


def encode_screening(screening: Screening) -> dict[str, Any]:
    """Returns a screening as plain values. Where there is no more in it, the shape is that of earlier releases."""
    typed = screening.typed
    return {
        "trial": screening.trial,
        "digest": screening.digest,
        "state": screening.state,
        "answers": {fact: encode_answer(answer) for fact, answer in screening.answers.items()},
        "shown": screening.shown,
        "trail": screening.trail,
        "doubt": None if screening.doubt is None else _plain_doubt(screening.doubt),
        "menu": None if screening.menu is None else screening.menu.value,
        "listing": screening.listing,
        "asked_at": _iso(screening.asked_at),
        "taken": screening.taken,
        "taken_at": _iso(screening.taken_at),
        **({} if typed is None else {"typed": [typed.words, typed.sent_at.isoformat()]}),
        **_encode_note(screening.note),
        **({} if screening.picked == Selected() else {"picked": encode_selected(screening.picked)}),
    }


def read_screening(plain: Mapping[str, Any]) -> Screening:
    """Returns the screening that `encode_screening` wrote."""
    doubt, typed = plain["doubt"], plain.get("typed")
    return Screening(
        trial=plain["trial"],
        digest=plain["digest"],
        state=plain["state"],
        answers=read_answers(plain["answers"]),
        shown=tuple(plain["shown"]),
        trail=tuple(plain["trail"]),
        doubt=None if doubt is None else _doubt(*doubt),
        menu=None if plain["menu"] is None else Menu(plain["menu"]),
        listing=plain["listing"],
        asked_at=_time(plain["asked_at"]),
        taken=plain["taken"],
        taken_at=_time(plain["taken_at"]),
        typed=None if typed is None else SaidAnswer(typed[0], datetime.fromisoformat(typed[1])),
        note=_read_note(plain.get("note")),
        picked=read_selected(plain["picked"]) if "picked" in plain else Selected(),
    )


def read_answers(plain: Mapping[str, Any]) -> dict[str, Answer]:
    """Returns answers by fact."""
    return {fact: _answer(answer) for fact, answer in plain.items()}


def _plain_doubt(doubt: Doubt) -> list[Any]:
    """Returns a doubt as plain values. Where it holds nothing more, the shape is that of earlier releases."""
    plain = [doubt.reason, [encode_answer(offer) for offer in doubt.offers]]
    return [*plain, doubt.kept] if doubt.kept else plain


def _doubt(reason: str, offers: Sequence[Any], stored: Sequence[Sequence[str]] = ()) -> Doubt:
    return Doubt(reason, tuple(map(_answer, offers)), tuple((name, part) for name, part in stored))


def _answer(plain: Any) -> Answer:
    if isinstance(plain, str):
        return UNKNOWN if plain == "unknown" else PENDING
    if "so" in plain:
        return read_selected(plain)
    if "is" in plain:
        clear_on = plain.get("clear_on")
        return Known(plain["is"]) if clear_on is None else Known(plain["is"], date.fromisoformat(clear_on))
    if "last" in plain:
        return read_last_doses(plain)
    return Interval(**plain["in"]) if "in" in plain else Pending(date.fromisoformat(plain["pending"]))


def _encode_note(note: Proposals | None) -> dict[str, Any]:
    """Returns what a note proposes as plain values. Where it is none, the shape is that of earlier releases."""
    if note is None:
        return {}
    answers = {fact: encode_answer(answer) for fact, answer in note.answers.items()}
    asked = {fact: why.value for fact, why in note.asked.items()}
    doubt = None if note.doubt is None else _plain_doubt(note.doubt)
    return {"note": [answers, asked, note.is_choosing, note.opened, doubt]}


def _read_note(plain: Sequence[Any] | None) -> Proposals | None:
    if plain is None:
        return None
    answers, asked, is_choosing, opened, doubt = plain
    why = {fact: NoteDoubt(each) for fact, each in asked.items()}
    return Proposals(read_answers(answers), why, is_choosing, opened, None if doubt is None else _doubt(*doubt))


def _iso(time: datetime | None) -> str | None:
    return None if time is None else time.isoformat()


def _time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
