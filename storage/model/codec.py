"""Screenings as bytes for sealing, and back.

The shapes are this room's own, numbered, and held stable by a test.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson

from dialogs.conversation.note_doubt import NoteDoubt
from dialogs.conversation.said_answer import SaidAnswer
from dialogs.conversation.screening import Doubt, Menu, Proposals, Screening
from dialogs.rules.answers import Selected
from storage.model.answer_codec import encode_answer, encode_selected, read_answers, read_given_answer, read_selected


def pack(plain: object) -> bytes:
    """Returns plain values as bytes."""
    return orjson.dumps(plain)


def unpack(content: bytes) -> Any:
    """Returns the plain values in bytes that `pack` made."""
    return orjson.loads(content)


def encode_screening(screening: Screening) -> dict[str, Any]:
    """Returns a screening as plain values."""
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
        **_encode_typed(screening.typed),
        **_encode_note(screening.note),
        **({} if screening.picked == Selected() else {"picked": encode_selected(screening.picked)}),
    }


def read_screening(plain: Mapping[str, Any]) -> Screening:
    """Returns the screening that `encode_screening` wrote."""
    doubt = plain["doubt"]
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
        typed=_read_typed(plain.get("typed")),
        note=_read_note(plain.get("note")),
        picked=read_selected(plain["picked"]) if "picked" in plain else Selected(),
    )


def _plain_doubt(doubt: Doubt) -> list[Any]:
    """Returns a doubt as plain values. Where it holds nothing more, the shape is that of earlier releases."""
    plain = [doubt.reason, [encode_answer(offer) for offer in doubt.offers]]
    return [*plain, doubt.kept] if doubt.kept else plain


def _doubt(reason: str, offers: Sequence[Any], stored: Sequence[Sequence[str]] = ()) -> Doubt:
    return Doubt(reason, tuple(map(read_given_answer, offers)), tuple((name, part) for name, part in stored))


def _encode_typed(typed: SaidAnswer | None) -> dict[str, Any]:
    """Returns the typed answer as plain values. Where there is none, the shape is that of earlier releases."""
    return {} if typed is None else {"typed": [typed.words, typed.sent_at.isoformat()]}


def _read_typed(plain: Sequence[str] | None) -> SaidAnswer | None:
    return None if plain is None else SaidAnswer(plain[0], datetime.fromisoformat(plain[1]))


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
