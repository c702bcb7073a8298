"""Results that count only for some days: which of the answers count, by the days since each was taken."""

from dataclasses import dataclass

from dialogs.definition.trial import Definition
from dialogs.rules.answers import Answers, Interval, Known


@dataclass(frozen=True, slots=True)
class DatedResult:
    """A fact whose answer counts for `days` days, as counted by the fact `dated_by`."""

    fact: str
    dated_by: str
    days: int


def list_dated_results(definition: Definition) -> tuple[DatedResult, ...]:
    """Returns the facts whose answers count only for some days."""
    return tuple(
        DatedResult(fact_id, fact.dated_by, fact.valid_for)
        for fact_id, fact in definition.facts.items()
        if fact.dated_by is not None and fact.valid_for is not None
    )


def drop_expired(dated: tuple[DatedResult, ...], answers: Answers) -> Answers:
    """Returns the answers without the results that do not count: those too old, or not known to be recent enough."""
    uncounted = [each for each in dated if each.fact in answers and not is_recent(each, answers)]
    if not uncounted:
        return answers
    dropped = {fact for each in uncounted for fact in (each.fact, each.dated_by)}
    return {fact: answer for fact, answer in answers.items() if fact not in dropped}


def is_recent(result: DatedResult, answers: Answers) -> bool:
    """Says whether a result is beyond doubt recent enough."""
    since = answers.get(result.dated_by)
    if isinstance(since, Known):
        return not isinstance(since.value, str) and since.value <= result.days
    if not isinstance(since, Interval):
        return False
    return (since.max is not None and since.max <= result.days) or (
        since.below is not None and since.below <= result.days + 1
    )


def is_expired(result: DatedResult, answers: Answers) -> bool:
    """Says whether a result is beyond doubt too old: '40 to 50 days' is neither that nor recent, for 42 days."""
    since = answers.get(result.dated_by)
    if isinstance(since, Known):
        return not is_recent(result, answers)
    if not isinstance(since, Interval):
        return False
    return (since.min is not None and since.min > result.days) or (
        since.above is not None and since.above >= result.days
    )
