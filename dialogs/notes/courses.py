"""Whether the days of a course count: only those at a dose above its threshold, and all within the window."""

import re

from dialogs.definition.facts import DoseFact, NumberFact
from dialogs.loading.compiled_trial import Trial
from dialogs.notes.clauses import NoteClause, find_sentence
from dialogs.notes.finding import FindingKind, NoteFinding
from dialogs.notes.note import NoteParts
from dialogs.rules.answers import Interval, Known


def counts_days(trial: Trial, days: str, dose: NoteFinding) -> bool:
    """Returns whether a dose lies above each threshold that a criterion about the days holds it to."""
    limits, least = _find_limits(trial, days, dose), _find_least(dose)
    return dose.kind is FindingKind.SURE and least is not None and all(least > limit for limit in limits)


def doubt_days_that_count_not(trial: Trial, findings: list[NoteFinding]) -> list[NoteFinding]:
    """Returns the findings; as doubtful the days of a dose that is not above its threshold."""
    told = [each for each in findings if isinstance(trial.facts[each.fact], DoseFact)]
    doses = {(each.fact, each.kind, each.answers): each for each in told}.values()
    if not doses:
        return findings
    lost = {
        each
        for each in findings
        if isinstance(trial.facts[each.fact], NumberFact)
        and each.kind is FindingKind.SURE
        and each.answers != (Known(0),)
        and any(_find_limits(trial, each.fact, dose) and not counts_days(trial, each.fact, dose) for dose in doses)
    }
    return [each._replace(kind=FindingKind.DOUBTFUL) if each in lost else each for each in findings]


def _find_limits(trial: Trial, days: str, dose: NoteFinding) -> list[int | float]:
    criteria = {each.criterion for each in trial.thresholds if each.fact == days}
    return [each.number for each in trial.thresholds if each.fact == dose.fact and each.criterion in criteria]


def _find_least(dose: NoteFinding) -> float | None:
    answer = dose.answers[0] if dose.answers else None
    least = answer.value if isinstance(answer, Known) else answer.min if isinstance(answer, Interval) else None
    return float(least) if isinstance(least, int | float) else None


def is_course_parted(note: NoteParts, clause: NoteClause) -> bool:
    """Returns whether the sentence of a course says that not all its days were alike, or within the window."""
    sentence = find_sentence(note.clauses, clause)
    return _PARTED.search(note.say(sentence[0].first, sentence[-1].last)) is not None


_PARTED = re.compile(
    r"\b(?:of (?:which|these|those|them|that)|thereof|includ\w+|inside|within|outside|in the window|taper\w*|wean\w*"
    r"|reduc\w+|decreas\w+|increas\w+|then|follow\w+|partly|partially|some|half|ending|ended|stopped|finished|until"
    r"|begin\w*|began|start\w+|completed|intermittent\w*|alternat\w+|every (?:other|second)|on and off|first"
    r"|last|earlier)\b",
    re.IGNORECASE,
)
"""What parts the days of a course."""
