"""Finds the kind of an event: what something that was said or tapped was to the question that stood open."""

from datetime import date

from dialogs.conversation import buttons
from dialogs.conversation.ask_backs import DOUBLED, IMPRECISE
from dialogs.conversation.commands import Command
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.interpretation import Chosen, CommandRequest, Interpretation, NoteGiven, ProposalsGiven, Unfit
from dialogs.conversation.note_buttons import TAKE_ALL_KEY, TAKE_NONE
from dialogs.conversation.questions import BACK_KEY, KEEP_KEY, OFFER_KEY, OPTION_KEY, WHY_KEY, find_missing_answer
from dialogs.conversation.screening import Doubt, Menu, Said, Turn
from dialogs.conversation.selecting import MARK_KEY, THESE_KEY
from dialogs.reading import Read
from dialogs.rules.answers import PENDING, UNKNOWN, Answer, Pending, Unknown
from dialogs.testing.coverage.event_kinds import EventKind
from dialogs.testing.scripts.playing.played import PlayedStep


def interpret_step(dialogue: Dialogue, step: PlayedStep, today: date) -> Interpretation | None:
    """Returns what a step's event meant; None where the screening began with it.

    `today` is the day on which it happened.
    """
    if step.before is None or step.event is None:
        return None
    return dialogue.interpreter.interpret(step.before, step.event, today)


def classify_interpretation(step: PlayedStep, meant: Interpretation | None) -> EventKind | None:
    """Returns the kind of a step's event, given what it meant; None where the screening began with it.

    A button whose label or number was typed counts as typed.
    """
    if step.before is None or meant is None:
        return None
    if isinstance(meant, Unfit):
        return EventKind.REFUSED if meant.refused else EventKind.UNFIT
    if isinstance(meant, NoteGiven):
        return EventKind.NOTE
    if isinstance(meant, ProposalsGiven) or (step.before.note is not None and not isinstance(meant, CommandRequest)):
        return _classify_in_note(meant)
    if isinstance(meant, CommandRequest):
        return _classify_name(step.turn) if _is_name(step, meant) else _COMMANDS.get(meant.command, EventKind.PAGE)
    if isinstance(meant, Doubt):
        return EventKind.DOUBLED if meant.reason == DOUBLED else EventKind.UNCLEAR
    doubt = step.turn.screening.doubt
    if doubt is not None and doubt != step.before.doubt and doubt.reason == IMPRECISE:
        return EventKind.IMPRECISE
    if isinstance(meant, Read):
        return _classify_missing(meant.answer) or EventKind.TYPED
    kind = _classify_key(meant.key, step.before.menu)
    return EventKind.TYPED if kind is EventKind.TAPPED and isinstance(step.event, Said) else kind


def _classify_in_note(meant: Interpretation) -> EventKind:
    """Returns the kind of what was chosen or typed while a note's page was open."""
    key = meant.key if isinstance(meant, Chosen) else ""
    return {TAKE_ALL_KEY: EventKind.NOTE_TAKEN, TAKE_NONE.key: EventKind.LEFT}.get(key, EventKind.NOTE_CHANGED)


def _is_name(step: PlayedStep, asked: CommandRequest) -> bool:
    """Says whether the text was no command, but meant as the name of an answer in the menu of what to change."""
    return isinstance(step.event, Said) and asked.rest == step.event.text.strip()


def _classify_name(turn: Turn) -> EventKind:
    return EventKind.UNFIT if turn.screening.menu is Menu.CHANGE else EventKind.CHOSEN_TO_CHANGE


def _classify_key(key: str, menu: Menu | None) -> EventKind:
    if key.startswith((OPTION_KEY, THESE_KEY)):
        return EventKind.TAPPED
    if key.startswith(MARK_KEY):
        return EventKind.PICKED
    if key.startswith(OFFER_KEY):
        return EventKind.OFFER
    if key.startswith(buttons.CHANGE_KEY):
        return EventKind.CHOSEN_TO_CHANGE
    if key == buttons.START_OVER.key and menu is Menu.START_OVER:
        return EventKind.STARTED_OVER
    missing = find_missing_answer(key)
    return _KEYS[key] if missing is None else _MISSING[missing]


def _classify_missing(answer: Answer) -> EventKind | None:
    if isinstance(answer, Unknown):
        return EventKind.UNKNOWN
    return EventKind.PENDING if isinstance(answer, Pending) else None


_MISSING = {UNKNOWN: EventKind.UNKNOWN, PENDING: EventKind.PENDING}

_KEYS = {
    KEEP_KEY: EventKind.KEPT,
    WHY_KEY: EventKind.WHY,
    BACK_KEY: EventKind.BACK,
    buttons.EVERY_CRITERION.key: EventKind.PAGE,
    buttons.CHANGE.key: EventKind.CHANGE,
    buttons.START_OVER.key: EventKind.START_OVER,
    buttons.LEAVE.key: EventKind.LEFT,
    buttons.RESUME.key: EventKind.RESUME,
    buttons.STOP_HERE.key: EventKind.STOP_HERE,
    buttons.EVERY_REASON.key: EventKind.EVERY_REASON,
    buttons.SHOW_RESULT.key: EventKind.SHOW_RESULT,
}

_COMMANDS = {
    Command.WHY: EventKind.WHY,
    Command.BACK: EventKind.BACK,
    Command.CHANGE: EventKind.CHANGE,
    Command.STATUS: EventKind.STATUS,
    Command.PAUSE: EventKind.PAUSE,
    Command.RESUME: EventKind.RESUME,
    Command.STOP: EventKind.STOP,
    Command.NEW: EventKind.START_OVER,
    Command.START_OVER: EventKind.START_OVER,
    Command.RESULT: EventKind.RESULT,
}
