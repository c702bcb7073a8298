"""What to do after a result, in one honest step: with what, and when."""

from collections.abc import Sequence
from datetime import date

from dialogs.definition import small_words
from dialogs.definition.facts import DaysBetweenFact, WashoutsFact
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.verdict import headings
from dialogs.verdict.answer_words import format_amount, format_day, raise_first, word_event
from dialogs.verdict.glance_words import list_needed_now
from dialogs.verdict.missing_answers import Cause, MissingAnswer
from dialogs.verdict.verdict import Verdict, Waiting

_THEN = (headings.CHANGE_ANSWER, headings.CHANGE_DAYS.partition("{")[0])


def find_told(verdict: Verdict) -> str:
    """Returns the one awaited fact for which the next step says when; empty where there is none, or several."""
    needed = list_needed_now(verdict)
    return needed[0].fact if len(needed) == 1 and needed[0].cause is Cause.PENDING else ""


def list_steps(trial: Trial, verdict: Verdict, *, is_short: bool = False) -> list[str]:
    """Returns what to do once what is awaited or needed is there, and once a window is over; nothing where all is said.

    Each window that holds something up has a step of its own. Where `is_short`, a step has no occasion: the verdict
    says it too.
    """
    needed = _list_needed_steps(trial, verdict)
    windows = [_word_window(trial, each, verdict.today, is_short=is_short) for each in verdict.waiting.values()]
    return [*(map(_shorten_step, needed) if is_short else needed), *dict.fromkeys(windows)]


def _list_needed_steps(trial: Trial, verdict: Verdict) -> list[str]:
    needed = list_needed_now(verdict)
    if find_told(verdict):
        return [_word_awaited(trial, needed[0], verdict.today)]
    if any(each.cause is Cause.PENDING for each in needed):
        return [small_words.NAMED.format(name=headings.ONCE_FIRST, value=headings.CHANGE_ANSWER)]
    if needed and all(each.cause is Cause.EXPIRED for each in needed):
        return [headings.REPEAT_TEST.format(then=headings.CHANGE_ANSWER)]
    return [headings.FIND_OUT.format(then=headings.CHANGE_ANSWER)] if needed else []


def open_first(steps: Sequence[str], opening: str) -> list[str]:
    """Returns next steps of which the first with an occasion begins with how the screening is opened again.

    Lines of another kind stay as they are.
    """
    opened = [*steps]
    place, at = next(((place, at) for place, step in enumerate(steps) if (at := _find_then(step)) >= 0), (0, -1))
    if at >= 0:
        opened[place] = steps[place][:at] + small_words.COMMA.join([opening, steps[place][at:]])
    return opened


def _find_then(step: str) -> int:
    return max(step.rfind(then) for then in _THEN)


def _word_awaited(trial: Trial, missing: MissingAnswer, today: date) -> str:
    if missing.expected is not None and missing.expected < today:
        return headings.ASK_NOW.format(day=format_day(missing.expected), then=headings.CHANGE_ANSWER)
    return small_words.NAMED.format(
        name=raise_first(word_event(trial.facts[missing.fact])), value=headings.CHANGE_ANSWER
    )


def _word_days(fact: DaysBetweenFact | WashoutsFact, days: int) -> str:
    return (
        format_amount(fact, days)
        if isinstance(fact, DaysBetweenFact)
        else headings.DAYS_OF_WAIT[days == 1].format(days=days)
    )


def _shorten_step(step: str) -> str:
    return headings.THEN.format(then=step[_find_then(step) :])


def _word_window(trial: Trial, waiting: Waiting, today: date, *, is_short: bool) -> str:
    fact = trial.facts[waiting.fact]
    assert isinstance(fact, DaysBetweenFact | WashoutsFact), "a window counts the days between two events"
    event = say(fact.end)
    is_over = waiting.day is not None and waiting.day <= today
    start = say(fact.start) if isinstance(fact, DaysBetweenFact) else headings.LAST_DOSES
    then = headings.CHANGE_DAYS.format(start=start, end=event if is_short or is_over else headings.IT)
    if is_short:
        return headings.THEN.format(then=then)
    if waiting.day is None:
        when = headings.PUT_OFF_BY.format(event=event, days=_word_days(fact, waiting.days))
    else:
        template = headings.CLEAR_SINCE if is_over else headings.PUT_OFF_TO
        when = template.format(event=event, day=format_day(waiting.day))
    return small_words.NAMED.format(name=when, value=then)
