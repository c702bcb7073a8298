"""What to do after a result, in one honest step: with what, and when."""

from datetime import date

from dialogs.definition import small_words
from dialogs.definition.facts import DaysBetweenFact
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.verdict import headings
from dialogs.verdict.answer_words import format_amount, format_day, raise_first, word_event
from dialogs.verdict.glance_words import list_needed_now
from dialogs.verdict.verdict import Cause, MissingAnswer, Verdict, Waiting

_THEN = (headings.CHANGE_ANSWER, headings.ENTER_IT, headings.ENTER_DAY.partition("{")[0])


def find_told(verdict: Verdict) -> str:
    """Returns the one awaited fact for which the next step says when; empty where there is none, or several."""
    needed = list_needed_now(verdict)
    is_lone = len(needed) == 1 and needed[0].cause is Cause.PENDING and not verdict.waiting
    return needed[0].fact if is_lone else ""


def list_steps(trial: Trial, verdict: Verdict) -> list[str]:
    """Returns what to do once what is awaited or needed is there; nothing where all is said."""
    needed = list_needed_now(verdict)
    waiting = [*verdict.waiting.values()]
    if len(waiting) == 1 and not needed:
        return [_word_window(trial, waiting[0], verdict.today)]
    if find_told(verdict):
        return [_word_awaited(trial, needed[0], verdict.today)]
    if waiting or any(each.cause is Cause.PENDING for each in needed):
        return [small_words.NAMED.format(name=headings.ONCE_FIRST, value=headings.CHANGE_ANSWER)]
    return [headings.FIND_OUT.format(then=headings.CHANGE_ANSWER)] if needed else []


def shorten_step(step: str) -> str:
    """Returns a next step without its occasion, which the verdict says too."""
    at = _find_then(step)
    return step if at < 0 else headings.THEN.format(then=step[at:])


def open_first(step: str, opening: str) -> str:
    """Returns a next step that begins with how the screening is opened again; any other line as it is."""
    at = _find_then(step)
    return step if at < 0 else step[:at] + small_words.COMMA.join([opening, step[at:]])


def _find_then(step: str) -> int:
    return max(step.rfind(then) for then in _THEN)


def _word_awaited(trial: Trial, missing: MissingAnswer, today: date) -> str:
    if missing.expected is not None and missing.expected < today:
        return headings.ASK_NOW.format(day=format_day(missing.expected), then=headings.CHANGE_ANSWER)
    return small_words.NAMED.format(
        name=raise_first(word_event(trial.facts[missing.fact])), value=headings.CHANGE_ANSWER
    )


def _word_window(trial: Trial, waiting: Waiting, today: date) -> str:
    fact = trial.facts[waiting.fact]
    assert isinstance(fact, DaysBetweenFact), "a window counts the days between two events"
    event = say(fact.end)
    if waiting.day is not None and waiting.day <= today:
        when, then = headings.CLEAR_SINCE.format(day=format_day(waiting.day)), headings.ENTER_DAY.format(event=event)
    elif waiting.day is not None:
        when, then = headings.PUT_OFF_TO.format(event=event, day=format_day(waiting.day)), headings.ENTER_IT
    else:
        days = format_amount(fact, waiting.days)
        when, then = headings.PUT_OFF_BY.format(event=event, days=days), headings.ENTER_IT
    return small_words.NAMED.format(name=when, value=then)
