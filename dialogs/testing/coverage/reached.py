"""What a script reached of a trial's dialogue, read from the steps of its exchanges when it was played on the core."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from functools import lru_cache

from dialogs.conversation.commands import parse_command
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.interpretation import CommandRequest, Interpretation, Unfit
from dialogs.conversation.screening import Doubt, Event, Said, Screening, Turn
from dialogs.conversation.state_machine import SETTLED, find_fact
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.answers import Answers
from dialogs.rules.criteria import Effect
from dialogs.testing.coverage.codes import choose_code
from dialogs.testing.coverage.event_kinds import EventKind
from dialogs.testing.coverage.kinds import classify_interpretation, interpret_step
from dialogs.testing.coverage.map import Map
from dialogs.testing.coverage.phrasebook import Phrasebook
from dialogs.testing.scripts.playing.played import PlayedScriptRun, PlayedStep
from dialogs.verdict.json_verdict import STATUS


def map_reached(dialogue: Dialogue, played: PlayedScriptRun, now: datetime) -> Map:
    """Returns what a script reached. `now` is when it was played. Join the maps of several scripts with `|`."""
    tally = _Tally()
    for exchange in played.exchanges:
        for step in exchange.steps:
            _count_turn(tally, dialogue, step.before, step.turn)
            meant = interpret_step(dialogue, step, _find_day(step.event, now))
            kind = classify_interpretation(step, meant)
            if step.before is not None and kind is not None and kind not in _OF_NOTES:
                tally.pairs.add((step.before.state, kind))
                _count_meant(tally, dialogue, step, meant)
    return Map(**{each.name: frozenset(getattr(tally, each.name)) for each in fields(tally)})


def find_failing_criteria(trial: Trial, answers: Answers) -> Iterator[str]:
    """Yields the criteria of the first determination that fail."""
    rules = trial.rules
    statuses = rules.find_statuses(rules.encode_state(answers))
    first = next(iter(rules.determinations.values()))
    return (rules.criteria[index].id for index in first.criteria if statuses[index].effect is Effect.FAILS)


def _find_day(event: Event | None, now: datetime) -> date:
    """Returns the day of an event: the clock of an abuse script moves, and its texts carry their time."""
    return event.sent_at.date() if isinstance(event, Said) and event.sent_at is not None else now.date()


@dataclass
class _Tally:
    """A map that is being drawn."""

    states: set[str] = field(default_factory=set)
    pairs: set[tuple[str, EventKind]] = field(default_factory=set)
    answers: set[tuple[str, str]] = field(default_factory=set)
    statuses: set[tuple[str, str]] = field(default_factory=set)
    commands: set[str] = field(default_factory=set)
    phrases: set[str] = field(default_factory=set)
    ends: set[str] = field(default_factory=set)
    arrows: set[tuple[str, str]] = field(default_factory=set)


def _count_turn(tally: _Tally, dialogue: Dialogue, before: Screening | None, turn: Turn) -> None:
    """Counts what came of an event, whatever it was."""
    state = turn.screening.state
    tally.states.add(state)
    if before is not None and before.state != state:
        tally.arrows.add((before.state, state))
        if state == SETTLED:
            tally.ends.update(find_failing_criteria(dialogue.trial, turn.screening.answers))
    for each in turn.happened:
        if each.after is not None:
            tally.answers.add((each.fact, choose_code(dialogue.trial, each.fact, each.after)))
    if turn.verdict is not None:
        tally.statuses.update((finding.criterion, STATUS[finding.status]) for finding in turn.verdict.findings)
    for message in turn.messages:
        said = _get_phrasebook(dialogue).find_phrases(message.text)
        tally.phrases |= {name for name in said if not name.startswith(_SAID_OF_NOTES)}


def _count_meant(tally: _Tally, dialogue: Dialogue, step: PlayedStep, meant: Interpretation | None) -> None:
    """Counts a command that was typed, and the sentence by which a text was refused or asked back."""
    typed = step.event.text.strip() if isinstance(step.event, Said) else ""
    if isinstance(meant, CommandRequest) and parse_command(typed) is not None:
        tally.commands.add(meant.command.value)
    fact = None if step.before is None else find_fact(step.before.state)
    if fact is None or not isinstance(meant, Unfit | Doubt):
        return
    texts = [meant.sentence] if isinstance(meant, Unfit) else [message.text for message in step.turn.messages]
    reason = _get_phrasebook(dialogue).find_reason(fact, "\n".join(texts))
    if reason is not None:
        tally.phrases.add(reason)


@lru_cache(maxsize=8)
def _get_phrasebook(dialogue: Dialogue) -> Phrasebook:
    return Phrasebook(dialogue.trial)


_OF_NOTES = {EventKind.NOTE, EventKind.NOTE_TAKEN, EventKind.NOTE_CHANGED}
_SAID_OF_NOTES = ("NOTE", "NOT_CERTAIN", "AND_MORE", "CUT")
"""No map counts these: what a note fills depends on the cues of a definition."""
