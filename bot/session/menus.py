"""Kept screenings as lines and buttons: code, trial, how far, when used last, until when kept."""

from bot import phrases
from bot.config.output import used
from bot.session.requests import Asked
from dialogs.conversation.screening import Button, Message
from dialogs.conversation.state_machine import CONCLUDED, STOPPED
from storage.model.codes import shown_code
from storage.model.retention import Retention
from storage.model.stored import Kept

MOST_LISTED = 9
"""Screenings that are offered at once: as many as single keys choose."""


def list_page(owned: list[Kept], current: Kept | None, retention: Retention, *, is_open: bool) -> Message:
    """Returns the page that lists screenings, with a button to open each other one, and to go back to the question where one `is_open`."""
    lines = [phrases.LIST_TITLE, *(_line(kept, retention) + _mark(kept, current) for kept in owned[:MOST_LISTED])]
    if len(owned) > MOST_LISTED:
        lines.append(phrases.LIST_MORE)
    others = [kept for kept in owned[:MOST_LISTED] if current is None or kept.id != current.id]
    stay = (_STAY,) if is_open else ()
    buttons = (*map(_open_button, others), *stay, _NEW)
    return Message("\n".join(lines), buttons, numbered=len(buttons))


def offer(owned: list[Kept], lead: str = "") -> Message:
    """Returns the offer to open one of these screenings, or to begin a new one."""
    text = lead or (phrases.ONE_UNFINISHED if len(owned) == 1 else phrases.SOME_UNFINISHED.format(count=len(owned)))
    buttons = (*map(_open_button, owned[:MOST_LISTED]), _NEW)
    return Message(text, buttons, numbered=len(buttons))


def forget_question(code: str) -> Message:
    """Returns the question whether the screening with this code is to be forgotten. The first button keeps it."""
    shown = shown_code(code)
    keep = Button(phrases.KEEP_LABEL, Asked.KEEP.value)
    forget = Button(phrases.FORGET_LABEL.format(code=shown), f"{Asked.DESTROY.value}:{code}")
    return Message(phrases.FORGET_ASK.format(code=shown), (keep, forget), numbered=2)


def standing(kept: Kept) -> str:
    """Returns how far a screening is, in a few words."""
    if kept.screening.state == CONCLUDED:
        return phrases.FINISHED
    if kept.screening.state == STOPPED:
        return phrases.STOPPED
    return phrases.ANSWERED.format(count=len(kept.screening.answers)) if kept.screening.answers else phrases.NOT_STARTED


def _line(kept: Kept, retention: Retention) -> str:
    until = retention.keep_until(kept.screening.answers, kept.touched_at, is_finished=kept.outcome.is_finished)
    return phrases.LIST_LINE.format(
        code=shown_code(kept.code),
        trial=kept.screening.trial,
        standing=standing(kept),
        used=used(kept.touched_at),
        until=f"{until:%Y-%m-%d}",
    )


def _mark(kept: Kept, current: Kept | None) -> str:
    return phrases.OPEN_NOW if current is not None and kept.id == current.id else ""


def _open_button(kept: Kept) -> Button:
    label = phrases.OPEN_LABEL.format(
        code=shown_code(kept.code), trial=kept.screening.trial, standing=standing(kept), used=used(kept.touched_at)
    )
    return Button(label, f"{Asked.OPEN.value}:{kept.code}")


_STAY = Button(phrases.STAY_LABEL, Asked.STAY.value)
_NEW = Button(phrases.NEW_LABEL, Asked.NEW.value)
