"""Stored screenings as lines and buttons: code, trial, how far, when used last, until when stored."""

from dataclasses import replace

from bot import phrases
from bot.config.output import format_time
from bot.session.requests import SessionRequest
from dialogs.conversation.blocks import Paragraph, make_items
from dialogs.conversation.messages import Button, Copyable, Message, make_menu
from dialogs.conversation.state_machine import CONCLUDED, STOPPED
from storage.model.codes import format_code
from storage.model.retention import Retention
from storage.model.stored import StoredScreening

LEFT_INACCURACY = "inaccurate"
"""Names the menu of an inaccuracy to the way back from it."""

MOST_LISTED = 9
"""Screenings that are offered at once: as many as single keys choose."""


def make_list_page(
    owned: list[StoredScreening], current: StoredScreening | None, retention: Retention, *, is_open: bool
) -> Message:
    """Returns the page that lists screenings, with buttons to open another, and to go back where one `is_open`.

    What the lines say of a screening, its button does not say again.
    """
    lines = make_items(_line(stored, retention) + _mark(stored, current) for stored in owned[:MOST_LISTED])
    more = (Paragraph(phrases.LIST_MORE),) if len(owned) > MOST_LISTED else ()
    others = [stored for stored in owned[:MOST_LISTED] if current is None or stored.id != current.id]
    stay = (_STAY,) if is_open else ()
    buttons = (*map(_open_listed_button, others), *stay, _NEW)
    return make_menu(phrases.LIST_TITLE, buttons, lines, *more)


def make_offer(
    owned: list[StoredScreening], lead: str = "", copyable: tuple[Copyable, ...] = (), *, is_open: bool = False
) -> Message:
    """Returns the offer to open one of these screenings, or to begin a new one; to go back where one `is_open`."""
    text = lead or (phrases.ONE_UNFINISHED if len(owned) == 1 else phrases.SOME_UNFINISHED.format(count=len(owned)))
    buttons = (*map(_open_button, owned[:MOST_LISTED]), *((_STAY,) if is_open else ()), _NEW)
    return replace(make_menu(text, buttons), copyable=copyable)


def make_forget_question(code: str, number: int = 0) -> Message:
    """Returns the question whether the screening with this code is to be forgotten. The first button keeps it.

    `number` is that of the question that stands open there: the other button forgets nothing that came later.
    """
    shown = format_code(code)
    keep = Button(phrases.KEEP_LABEL, SessionRequest.KEEP.value)
    forget = Button(phrases.FORGET_LABEL.format(code=shown), f"{SessionRequest.DESTROY.value}:{code}:{number}")
    return make_menu(phrases.FORGET_ASK.format(code=shown), (keep, forget))


def describe_standing(stored: StoredScreening) -> str:
    """Returns how far a screening is, in a few words."""
    if stored.screening.state == CONCLUDED:
        return phrases.FINISHED
    if stored.screening.state == STOPPED:
        return phrases.STOPPED
    return (
        phrases.ANSWERED.format(count=len(stored.screening.answers))
        if stored.screening.answers
        else phrases.NOT_STARTED
    )


def _line(stored: StoredScreening, retention: Retention) -> str:
    until = retention.keep_until(stored.screening.answers, stored.touched_at, is_finished=stored.outcome.is_finished)
    return phrases.LIST_LINE.format(
        code=format_code(stored.code),
        trial=stored.screening.trial,
        standing=describe_standing(stored),
        used=format_time(stored.touched_at),
        until=f"{until:%Y-%m-%d}",
    )


def _mark(stored: StoredScreening, current: StoredScreening | None) -> str:
    return phrases.OPEN_NOW if current is not None and stored.id == current.id else ""


def _open_listed_button(stored: StoredScreening) -> Button:
    label = phrases.OPEN_LISTED_LABEL.format(code=format_code(stored.code))
    return Button(label, f"{SessionRequest.OPEN.value}:{stored.code}")


def _open_button(stored: StoredScreening) -> Button:
    label = phrases.OPEN_LABEL.format(
        code=format_code(stored.code),
        trial=stored.screening.trial,
        standing=describe_standing(stored),
        used=format_time(stored.touched_at),
    )
    return Button(label, f"{SessionRequest.OPEN.value}:{stored.code}")


_STAY = Button(phrases.STAY_LABEL, SessionRequest.STAY.value)
_NEW = Button(phrases.NEW_LABEL, SessionRequest.NEW.value)
