"""The kinds of event: what something that was said or tapped was to the question that stood open."""

from datetime import date
from enum import Enum

from dialogs.conversation.ask_backs import DOUBLED, IMPRECISE
from dialogs.conversation.commands import Command
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.interpret import Asked, Heard, Unfit
from dialogs.conversation.questions import BACK_KEY, KEEP_KEY, OFFER_KEY, OPTION_KEY, WHY_KEY, answer_for_key
from dialogs.conversation.render import CHANGE, CHANGE_KEY, EVERY_REASON, LEAVE, RESUME, SHOW_RESULT, START_OVER, STOP_HERE
from dialogs.conversation.screening import Doubt, Menu, Said, Turn
from dialogs.reading import Read
from dialogs.rules.answers import PENDING, UNKNOWN, Answer, Pending, Unknown
from dialogs.testing.scripts.played import Step


class Kind(Enum):
    """A kind of event. The value is its name in tables and reports."""

    TAPPED = "an answer tapped"
    TYPED = "an answer typed"
    UNKNOWN = "don't know"
    PENDING = "waiting"
    KEPT = "the recorded answer kept"
    OFFER = "an offered reading taken"
    UNCLEAR = "asked back: not clear"
    IMPRECISE = "asked back: not exact enough"
    DOUBLED = "asked back: said twice"
    UNFIT = "not an answer"
    REFUSED = "refused: late, early or not open"
    WHY = "why"
    BACK = "back"
    CHANGE = "change"
    CHOSEN_TO_CHANGE = "which answer to change"
    LEFT = "a menu left"
    STATUS = "status"
    PAGE = "a page of information"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    START_OVER = "start over"
    STARTED_OVER = "start over, confirmed"
    RESULT = "result"
    STOP_HERE = "stop here"
    EVERY_REASON = "list every reason"
    SHOW_RESULT = "show the result"


def heard_in(dialogue: Dialogue, step: Step, today: date) -> Heard | None:
    """Returns what a step's event meant; None where the screening began with it. `today` is the day on which it happened."""
    if step.before is None or step.event is None:
        return None
    return dialogue.hearing.hear(step.before, step.event, today)


def kind_of_heard(step: Step, heard: Heard | None) -> Kind | None:
    """Returns the kind of a step's event, given what it meant; None where the screening began with it.

    A button whose label or number was typed counts as typed.
    """
    if step.before is None or heard is None:
        return None
    if isinstance(heard, Unfit):
        return Kind.REFUSED if heard.refused else Kind.UNFIT
    if isinstance(heard, Asked):
        return _of_name(step.turn) if _is_name(step, heard) else _COMMANDS.get(heard.command, Kind.PAGE)
    if isinstance(heard, Doubt):
        return Kind.DOUBLED if heard.reason == DOUBLED else Kind.UNCLEAR
    doubt = step.turn.screening.doubt
    if doubt is not None and doubt != step.before.doubt and doubt.reason == IMPRECISE:
        return Kind.IMPRECISE
    if isinstance(heard, Read):
        return _of_missing(heard.answer) or Kind.TYPED
    kind = _of_key(heard.key, step.before.menu)
    return Kind.TYPED if kind is Kind.TAPPED and isinstance(step.event, Said) else kind


def _is_name(step: Step, asked: Asked) -> bool:
    """Says whether the text was no command, but meant as the name of an answer in the menu of what to change."""
    return isinstance(step.event, Said) and asked.rest == step.event.text.strip()


def _of_name(turn: Turn) -> Kind:
    return Kind.UNFIT if turn.screening.menu is Menu.CHANGE else Kind.CHOSEN_TO_CHANGE


def _of_key(key: str, menu: Menu | None) -> Kind:
    if key.startswith(OPTION_KEY):
        return Kind.TAPPED
    if key.startswith(OFFER_KEY):
        return Kind.OFFER
    if key.startswith(CHANGE_KEY):
        return Kind.CHOSEN_TO_CHANGE
    if key == START_OVER.key and menu is Menu.START_OVER:
        return Kind.STARTED_OVER
    missing = answer_for_key(key)
    return _KEYS[key] if missing is None else _MISSING[missing]


def _of_missing(answer: Answer) -> Kind | None:
    if isinstance(answer, Unknown):
        return Kind.UNKNOWN
    return Kind.PENDING if isinstance(answer, Pending) else None


_MISSING = {UNKNOWN: Kind.UNKNOWN, PENDING: Kind.PENDING}

_KEYS = {
    KEEP_KEY: Kind.KEPT,
    WHY_KEY: Kind.WHY,
    BACK_KEY: Kind.BACK,
    CHANGE.key: Kind.CHANGE,
    START_OVER.key: Kind.START_OVER,
    LEAVE.key: Kind.LEFT,
    RESUME.key: Kind.RESUME,
    STOP_HERE.key: Kind.STOP_HERE,
    EVERY_REASON.key: Kind.EVERY_REASON,
    SHOW_RESULT.key: Kind.SHOW_RESULT,
}

_COMMANDS = {
    Command.WHY: Kind.WHY,
    Command.BACK: Kind.BACK,
    Command.CHANGE: Kind.CHANGE,
    Command.STATUS: Kind.STATUS,
    Command.PAUSE: Kind.PAUSE,
    Command.RESUME: Kind.RESUME,
    Command.STOP: Kind.STOP,
    Command.START_OVER: Kind.START_OVER,
    Command.RESULT: Kind.RESULT,
}
