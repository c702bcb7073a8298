"""The dialogue: a screening and what was said, to a turn. Pure and synchronous: the trial is built in, the time comes as an argument."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from dialogs import phrases
from dialogs.answers import Answer, Interval, Known
from dialogs.commands import Command, command
from dialogs.course import Course
from dialogs.definition.faults import TrialError
from dialogs.information import information, status
from dialogs.judging import Judge
from dialogs.machine import ASKING, CONCLUDED, STOPPED, Ways, fact_of
from dialogs.questions import BACK_KEY, KEEP_KEY, OFFER_KEY, OPTION_KEY, WHY_KEY, answer_for_key
from dialogs.reading import Misread, Read, Reading, read, sentence
from dialogs.result import criteria_pages, decision_lines, failing, reason_line, result_page
from dialogs.screening import Doubt, Event, Happened, Menu, Message, Said, Screening, Tapped, Turn
from dialogs.trial import Trial
from dialogs.view import CHANGE, CHANGE_KEY, DOUBLED, EVERY_REASON, IMPRECISE, LEAVE, RESUME, SHOW_RESULT, START_OVER, STOP_HERE, View

DOUBLE_WITHIN = timedelta(seconds=3)


class WrongTrial(TrialError):
    """A screening is pinned to another definition than the one it was given to."""


class Dialogue:
    """The dialogue of one trial. It holds nothing of any screening, so one serves them all."""

    def __init__(self, trial: Trial) -> None:
        self.trial = trial
        self.judge = Judge(trial)
        self.course = Course(trial)
        self.view = View(trial, self.course)
        self.ways = Ways(trial.facts)

    def begin(self, now: datetime) -> Turn:
        """Returns the first turn of a new screening: greeting and first question."""
        first = Screening(self.trial.id, self.trial.digest, ASKING + next(iter(self.trial.facts)))
        hello = phrases.HELLO.format(acronym=self.trial.definition.about.acronym)
        return self._advance(first, now, [hello, phrases.CODE_WORDS])

    def turn(self, screening: Screening, event: Event, now: datetime) -> Turn:
        """Returns what comes of an event.

        Never raises for anything that a person says or taps. Raises `WrongTrial` for a screening that began with another definition.
        """
        if screening.digest != self.trial.digest:
            raise WrongTrial(
                f"the screening began with {screening.trial} {screening.digest}, not {self.trial.digest}: load that definition"
            )
        return self._tapped(screening, event, now) if isinstance(event, Tapped) else self._said(screening, event, now)

    def shown_again(self, screening: Screening) -> Turn:
        """Returns a turn that shows what stands open once more, and changes nothing."""
        return self._show(screening)

    # what was tapped, and what was said

    def _tapped(self, screening: Screening, tap: Tapped, now: datetime) -> Turn:
        if tap.number != screening.number:
            return replace(self._show(screening, self._stale(screening, tap.number)), refused=True)
        if tap.key not in {button.key for button in self.view.buttons(screening)}:
            return replace(self._show(screening, phrases.STALE_BUTTON), refused=True)
        return self._chosen(screening, tap.key, now)

    def _stale(self, screening: Screening, number: int) -> str:
        fact = screening.shown[number - 1] if 0 < number <= screening.number else ""
        if fact not in screening.answers:
            return phrases.STALE_UNANSWERED
        question = self.view.questions[fact]
        return phrases.STALE.format(name=question.name, answer=self.view.answer_words(fact, screening.answers[fact]))

    def _said(self, screening: Screening, said: Said, now: datetime) -> Turn:
        text = said.text.strip()
        asked = command(text) if len(text) <= _LONGEST_COMMAND else None
        if asked is not None and text.startswith("/"):
            return self._asked(screening, *asked, now)
        if _is_early(screening, said):
            return replace(self._show(screening, phrases.TOO_EARLY), refused=True)
        key = self._key(screening, text)
        if key is not None:
            return self._chosen(screening, key, now)
        fact = fact_of(screening.state)
        if fact is None or screening.menu is not None or text.startswith("/"):
            return self._asked(screening, *asked, now) if asked is not None else self._no_choice(screening, text, now)
        reading = read(self.trial.facts[fact], text, now.date()) if text else None
        if asked is not None and not isinstance(reading, Read):
            return self._asked(screening, *asked, now)
        return self._understood(screening, fact, reading, said, now)

    def _key(self, screening: Screening, text: str) -> str | None:
        """Returns the key of the open button whose label or number was typed, if one was."""
        buttons = self.view.buttons(screening)
        typed = text.casefold()
        for button in buttons:
            if button.label.casefold() == typed:
                return button.key
        if (
            self.view.is_numbered(screening)
            and len(text) <= _LONGEST_NUMBER
            and text.isascii()
            and text.isdigit()
            and 0 < int(text) <= len(buttons)
        ):
            return buttons[int(text) - 1].key
        return None

    def _no_choice(self, screening: Screening, text: str, now: datetime) -> Turn:
        if text.startswith("/"):
            return self._show(screening, phrases.NO_COMMAND)
        if screening.menu is Menu.CHANGE:
            return self._change(screening, text, now)
        labels = ", ".join(button.label for button in self.view.buttons(screening))
        return self._show(screening, phrases.CHOOSE.format(labels=labels))

    def _understood(self, screening: Screening, fact: str, reading: Reading | None, said: Said, now: datetime) -> Turn:
        if reading is None:
            return self._show(screening, phrases.NOTHING_SAID)
        if isinstance(reading, Misread):
            return self._show(screening, sentence(self.trial.facts[fact], reading))
        if not isinstance(reading, Read):
            return self._clarify(screening, fact, Doubt(reading.reason, reading.offers), now)
        if self._is_doubled(screening, said):
            return self._clarify(screening, fact, Doubt(DOUBLED, (reading.answer,)), now)
        return self._given(screening, fact, reading, now)

    def _is_doubled(self, screening: Screening, said: Said) -> bool:
        """Says whether the text, sent within three seconds of the last answer, would have been that answer too."""
        if said.sent_at is None or screening.taken_at is None or not screening.trail or screening.doubt is not None:
            return False
        if said.sent_at - screening.taken_at > DOUBLE_WITHIN:
            return False
        last = screening.trail[-1]
        before = read(self.trial.facts[last], said.text, screening.taken_at.date())
        return isinstance(before, Read) and before.answer == screening.answers.get(last)

    def _given(self, screening: Screening, fact: str, reading: Read, now: datetime) -> Turn:
        """Takes what was read; an interval that leaves a criterion open is asked back, once."""
        answer = reading.answer
        was_asked = screening.doubt is not None and screening.doubt.reason == IMPRECISE
        if isinstance(answer, Interval) and not was_asked and self.course.left_open_by(screening.answers, fact, answer):
            return self._clarify(screening, fact, Doubt(IMPRECISE, (answer,)), now)
        return self._take(screening, fact, answer, now, [reading.remark] if reading.remark else [])

    # what was chosen

    def _chosen(self, screening: Screening, key: str, now: datetime) -> Turn:
        fact = fact_of(screening.state)
        if key.startswith(CHANGE_KEY):
            return self._ask_again(screening, key.removeprefix(CHANGE_KEY), now)
        if key in _COMMANDS and screening.menu is None:
            return self._asked(screening, _COMMANDS[key], "", now)
        if key == LEAVE.key:
            return self._open(replace(screening, menu=None), now)
        if key == START_OVER.key:
            return self._start_over(screening, now)
        if fact is None:
            return self._ended(screening, key, now)
        if key == KEEP_KEY:
            return self._advance(replace(screening, trail=_last(screening.trail, fact)), now)
        return self._take(screening, fact, self._answer(screening, key), now)

    def _answer(self, screening: Screening, key: str) -> Answer:
        if key.startswith(OPTION_KEY):
            return Known(key.removeprefix(OPTION_KEY))
        if key.startswith(OFFER_KEY) and screening.doubt is not None:
            return screening.doubt.offers[int(key.removeprefix(OFFER_KEY))]
        missing = answer_for_key(key)
        assert missing is not None
        return missing

    def _ended(self, screening: Screening, key: str, now: datetime) -> Turn:
        if key == SHOW_RESULT.key:
            return self._conclude(screening, now)
        if key == STOP_HERE.key:
            return self._go(screening, "review", now)
        assert key == EVERY_REASON.key
        return self._advance(replace(screening, listing=True), now)

    # what was asked for

    def _asked(self, screening: Screening, asked: Command, rest: str, now: datetime) -> Turn:
        page = information(self.judge, asked, screening, now.date())
        if page is not None:
            return self._show(screening, page, "")
        return {
            Command.BACK: self._back,
            Command.CHANGE: lambda screening, now: self._change(screening, rest, now),
            Command.PAUSE: lambda screening, _: self._say(screening, phrases.PAUSED),
            Command.RESUME: self._resume,
            Command.STOP: self._stop,
            Command.START_OVER: self._start_over_menu,
            Command.RESULT: self._result,
        }[asked](screening, now)

    def _back(self, screening: Screening, now: datetime) -> Turn:
        fact = fact_of(screening.state)
        if screening.menu is not None:
            return self._open(replace(screening, menu=None), now)
        if fact is not None and screening.doubt is not None:
            return self._ask_again(screening, fact, now)
        if not screening.trail:
            return self._show(screening, phrases.FURTHEST_BACK)
        return self._ask_again(screening, screening.trail[-1], now)

    def _change(self, screening: Screening, name: str, now: datetime) -> Turn:
        if not screening.answers:
            return self._show(screening, phrases.NOTHING_TO_CHANGE)
        wanted = "".join(name.casefold().split())
        for fact in screening.answers:
            if wanted and wanted in {fact.replace("_", ""), fact, "".join(self.view.questions[fact].name.casefold().split())}:
                return self._ask_again(screening, fact, now)
        lead = [phrases.NO_FACT] if name else []
        return self._open(replace(screening, menu=Menu.CHANGE), now, lead)

    def _resume(self, screening: Screening, now: datetime) -> Turn:
        if screening.state == STOPPED:
            return self._advance(screening, now, [phrases.RESUMED])
        return self._show(screening, phrases.RESUMED)

    def _stop(self, screening: Screening, now: datetime) -> Turn:
        if screening.state == CONCLUDED:
            return self._show(screening, phrases.ALREADY_FINISHED)
        return self._show(screening) if screening.state == STOPPED else self._go(replace(screening, menu=None), "stop", now)

    def _start_over_menu(self, screening: Screening, now: datetime) -> Turn:
        if not screening.answers:
            return self._start_over(screening, now)
        return self._open(replace(screening, menu=Menu.START_OVER), now)

    def _start_over(self, screening: Screening, now: datetime) -> Turn:
        happened = tuple(Happened(fact, answer, None) for fact, answer in screening.answers.items())
        anew = replace(screening, answers={}, trail=(), doubt=None, menu=None, listing=False, taken_at=None)
        return replace(self._advance(anew, now, [phrases.STARTED_OVER]), happened=happened)

    def _result(self, screening: Screening, now: datetime) -> Turn:
        if screening.state == CONCLUDED:
            return self._with_result(screening, now)
        return self._show(screening, phrases.NOT_FINISHED, status(self.judge, screening, now.date()), "")

    # where it goes

    def _take(self, screening: Screening, fact: str, answer: Answer, now: datetime, lead: Sequence[str] = ()) -> Turn:
        before = screening.answers.get(fact)
        answers, dropped = self.course.after(screening.answers, fact, answer)
        taken = [] if before == answer else [Happened(fact, before, answer)]
        happened = (*taken, *(Happened(each, screening.answers[each], None) for each in dropped))
        said = [self.view.recorded(fact, answer), *lead, *(self.view.dropped(each, screening.answers[each]) for each in dropped)]
        trail = tuple(each for each in _last(screening.trail, fact) if each in answers)
        turn = self._advance(replace(screening, answers=answers, trail=trail, taken_at=now), now, said)
        return replace(turn, happened=happened)

    def _advance(self, screening: Screening, now: datetime, lead: Sequence[str] = ()) -> Turn:
        trigger = self.course.next(screening)
        if trigger == "settle":
            lead = [*lead, *self._settled_because(screening, now)]
        return self._go(screening, trigger, now, lead)

    def _settled_because(self, screening: Screening, now: datetime) -> list[str]:
        verdict = self.judge.verdict(screening.answers, now.date())
        return [*decision_lines(self.trial, verdict), *(reason_line(finding) for finding in failing(verdict))]

    def _ask_again(self, screening: Screening, fact: str, now: datetime) -> Turn:
        trail = tuple(each for each in screening.trail if each != fact)
        return self._go(replace(screening, trail=trail, menu=None), "ask_" + fact, now)

    def _clarify(self, screening: Screening, fact: str, doubt: Doubt, now: datetime) -> Turn:
        state = self.ways.follow(screening.state, "clarify_" + fact)
        return self._open(replace(screening, state=state, doubt=doubt), now)

    def _go(self, screening: Screening, trigger: str, now: datetime, lead: Sequence[str] = ()) -> Turn:
        return self._open(replace(screening, state=self.ways.follow(screening.state, trigger), doubt=None), now, lead)

    def _conclude(self, screening: Screening, now: datetime) -> Turn:
        return self._with_result(self._go(screening, "conclude", now).screening, now)

    def _with_result(self, screening: Screening, now: datetime) -> Turn:
        verdict = self.judge.verdict(screening.answers, now.date())
        told = [result_page(self.trial, verdict), *criteria_pages(self.trial, verdict)]
        return Turn(screening, (*map(Message, told), self.view.message(screening)), verdict=verdict)

    def _open(self, screening: Screening, now: datetime, lead: Sequence[str] = ()) -> Turn:
        """Shows a question, menu or offer that was not open before: it gets the next number."""
        subject = fact_of(screening.state) or screening.state
        opened = replace(screening, shown=(*screening.shown, subject if screening.menu is None else screening.menu.value), asked_at=now)
        return self._show(opened, *lead)

    def _show(self, screening: Screening, *lead: str) -> Turn:
        return Turn(screening, (self.view.message(screening, lead),))

    def _say(self, screening: Screening, text: str) -> Turn:
        return Turn(screening, (Message(text),))


def _is_early(screening: Screening, said: Said) -> bool:
    """Says whether a message was sent before the open question was shown. Channels count whole seconds, so a tie is in time."""
    if said.sent_at is None or screening.asked_at is None:
        return False
    return said.sent_at < screening.asked_at.replace(microsecond=0)


def _last(trail: tuple[str, ...], fact: str) -> tuple[str, ...]:
    return (*(each for each in trail if each != fact), fact)


_COMMANDS = {
    WHY_KEY: Command.WHY,
    BACK_KEY: Command.BACK,
    CHANGE.key: Command.CHANGE,
    START_OVER.key: Command.START_OVER,
    RESUME.key: Command.RESUME,
}

_LONGEST_COMMAND = 60
_LONGEST_NUMBER = 2
