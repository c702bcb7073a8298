"""The dialogue: a screening and what was said, to a turn.

Pure and synchronous: the trial is built in, the time comes as an argument.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from dialogs import phrases
from dialogs.conversation import pages
from dialogs.conversation.ask_backs import IMPRECISE
from dialogs.conversation.commands import Command
from dialogs.conversation.information import make_page, make_status
from dialogs.conversation.interpret import Chosen, CommandRequest, Interpreter, Unfit
from dialogs.conversation.next_question import QuestionOrder
from dialogs.conversation.questions import BACK_KEY, KEEP_KEY, OFFER_KEY, OPTION_KEY, WHY_KEY, find_missing_answer
from dialogs.conversation.render import (
    CHANGE,
    CHANGE_KEY,
    EVERY_REASON,
    LEAVE,
    RESUME,
    SHOW_RESULT,
    START_OVER,
    STOP_HERE,
    View,
)
from dialogs.conversation.screening import Doubt, Event, Happened, Menu, Message, Screening, Turn
from dialogs.conversation.state_machine import ASKING, CONCLUDED, REVIEW, STOPPED, StateMachine, find_fact
from dialogs.definition.faults import TrialError
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.sites import NO_CONTACTS, Contacts
from dialogs.reading import Read
from dialogs.rules.answers import Answer, Interval, Known
from dialogs.verdict.evaluate import Evaluator
from dialogs.verdict.result import describe_reason, find_failing, list_decisions, make_criteria_pages, make_result_page


class WrongTrial(TrialError):
    """A screening is pinned to another definition than the one it was given to."""


class Dialogue:
    """The dialogue of one trial. It holds nothing of any screening, so one serves them all.

    `keeping` says what becomes of the answers, for the page about privacy; without it they stay in memory.
    `contacts` are what the deployment lists for the trial.
    """

    def __init__(self, trial: Trial, keeping: str = "", contacts: Contacts = NO_CONTACTS) -> None:
        self.trial: Trial = trial
        self.contacts = contacts
        self.keeping = keeping or phrases.IN_MEMORY
        self.judge = Evaluator(trial)
        self.course = QuestionOrder(trial)
        self.view = View(trial, self.course)
        self.hearing = Interpreter(self.view)
        self.ways = StateMachine(trial.facts)

    def begin(self, now: datetime) -> Turn:
        """Returns the first turn of a new screening: greeting and first question."""
        first = Screening(self.trial.id, self.trial.digest, ASKING + next(iter(self.trial.facts)))
        definition = self.trial.definition
        hello = phrases.HELLO.format(
            acronym=definition.about.acronym, most=len(self.trial.facts), pre_check=say(definition.pre_check)
        )
        return self._advance(first, now, [hello, phrases.CODE_WORDS])

    def take_turn(self, screening: Screening, event: Event, now: datetime) -> Turn:
        """Returns what comes of an event.

        Never raises for anything that a person says or taps. Raises `WrongTrial` for a screening that began with
        another definition.
        """
        if screening.digest != self.trial.digest:
            raise WrongTrial(
                f"the screening began with {screening.trial} {screening.digest}, not {self.trial.digest}: load that"
                " definition"
            )
        heard = self.hearing.interpret(screening, event, now.date())
        if isinstance(heard, Chosen):
            return self._take_choice(screening, heard.key, now)
        if isinstance(heard, CommandRequest):
            return self._answer_command(screening, heard.command, heard.rest, now)
        fact = find_fact(screening.state)
        if isinstance(heard, Unfit):
            reopened = (
                self._ask_again(screening, fact, now, heard.sentence) if heard.reopens and fact is not None else None
            )
            return reopened or replace(self._show(screening, heard.sentence), refused=heard.refused)
        assert fact is not None, "only the question of a fact hears answers and doubts"
        if isinstance(heard, Doubt):
            return self._clarify(screening, fact, heard, now)
        return self._take_given(screening, fact, heard, now)

    def show_again(self, screening: Screening) -> Turn:
        """Returns a turn that shows what stands open once more, and changes nothing."""
        return self._show(screening)

    def _take_given(self, screening: Screening, fact: str, given: Read, now: datetime) -> Turn:
        """Takes an answer; an interval that leaves a criterion open is asked back, once."""
        answer = given.answer
        lead = [given.remark] if given.remark else []
        was_asked = screening.doubt is not None and screening.doubt.reason == IMPRECISE
        if (
            isinstance(answer, Interval)
            and not was_asked
            and self.course.find_left_open(screening.answers, fact, answer)
        ):
            return self._clarify(screening, fact, Doubt(IMPRECISE, (answer,), given.coded), now, lead)
        return self._take(screening, fact, answer, now, lead)

    def _take_choice(self, screening: Screening, key: str, now: datetime) -> Turn:
        fact = find_fact(screening.state)
        if key.startswith(CHANGE_KEY):
            return self._ask_again(screening, key.removeprefix(CHANGE_KEY), now)
        if key in _COMMANDS and screening.menu is None:
            return self._answer_command(screening, _COMMANDS[key], "", now)
        if key == LEAVE.key:
            return self._open(replace(screening, menu=None), now)
        if key == START_OVER.key:
            return self._start_over(screening, now)
        if fact is None:
            return self._take_end_choice(screening, key, now)
        if key == KEEP_KEY:
            return self._advance(screening, now)
        return self._take_given(screening, fact, Read(self._answer(screening, key)), now)

    def _answer(self, screening: Screening, key: str) -> Answer:
        if key.startswith(OPTION_KEY):
            return Known(key.removeprefix(OPTION_KEY))
        if key.startswith(OFFER_KEY) and screening.doubt is not None:
            return screening.doubt.offers[int(key.removeprefix(OFFER_KEY))]
        missing = find_missing_answer(key)
        assert missing is not None
        return missing

    def _take_end_choice(self, screening: Screening, key: str, now: datetime) -> Turn:
        if key == SHOW_RESULT.key:
            return self._conclude(screening, now)
        if key == STOP_HERE.key:
            return self._go(screening, "review", now)
        assert key == EVERY_REASON.key
        return self._advance(replace(screening, listing=True), now)

    # what was asked for

    def _answer_command(self, screening: Screening, asked: Command, rest: str, now: datetime) -> Turn:
        page = (
            self._privacy()
            if asked is Command.PRIVACY
            else make_page(self.judge, asked, screening, now.date(), self.contacts)
        )
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

    def _privacy(self) -> str:
        return f"{phrases.PRIVACY}\n{self.keeping}"

    def _back(self, screening: Screening, now: datetime) -> Turn:
        fact = find_fact(screening.state)
        if screening.menu is not None:
            return self._open(replace(screening, menu=None), now)
        if fact is not None and screening.doubt is not None:
            return self._ask_again(screening, fact, now, phrases.OFFER_REFUSED)
        before = screening.find_previous(fact)
        return (
            self._show(screening, phrases.FURTHEST_BACK) if before is None else self._ask_again(screening, before, now)
        )

    def _change(self, screening: Screening, name: str, now: datetime) -> Turn:
        if not screening.answers:
            return self._show(screening, phrases.NOTHING_TO_CHANGE)
        named = self.view.find_named(screening, name)
        if named is not None:
            return self._ask_again(screening, named, now)
        lead = [phrases.NO_FACT] if name else []
        if screening.menu is Menu.CHANGE:
            return self._show(screening, *lead)
        return self._open(replace(screening, menu=Menu.CHANGE), now, lead)

    def _resume(self, screening: Screening, now: datetime) -> Turn:
        if screening.state == STOPPED:
            return self._advance(screening, now, [phrases.RESUMED])
        return self._show(screening, phrases.ALREADY_FINISHED if screening.state == CONCLUDED else phrases.RESUMED)

    def _stop(self, screening: Screening, now: datetime) -> Turn:
        if screening.state == CONCLUDED:
            return self._show(screening, phrases.ALREADY_FINISHED)
        return (
            self._show(screening)
            if screening.state == STOPPED
            else self._go(replace(screening, menu=None), "stop", now)
        )

    def _start_over_menu(self, screening: Screening, now: datetime) -> Turn:
        if not screening.answers:
            return self._start_over(screening, now)
        return self._open(replace(screening, menu=Menu.START_OVER), now)

    def _start_over(self, screening: Screening, now: datetime) -> Turn:
        happened = tuple(Happened(fact, answer, None) for fact, answer in screening.answers.items())
        anew = replace(screening, answers={}, trail=(), doubt=None, menu=None, listing=False, taken=None, taken_at=None)
        return self._advance(anew, now, [phrases.STARTED_OVER], happened)

    def _result(self, screening: Screening, now: datetime) -> Turn:
        if screening.state == CONCLUDED:
            return self._with_result(screening, now)
        if screening.state == REVIEW:
            return self._conclude(replace(screening, menu=None), now)
        return self._show(screening, phrases.NOT_FINISHED, make_status(self.judge, screening, now.date()), "")

    # where it goes

    def _take(self, screening: Screening, fact: str, answer: Answer, now: datetime, lead: Sequence[str] = ()) -> Turn:
        before = screening.answers.get(fact)
        answers, dropped = self.course.apply_answer(screening.answers, fact, answer)
        taken = [] if before == answer else [Happened(fact, before, answer)]
        happened = (*taken, *(Happened(each, screening.answers[each], None) for each in dropped))
        said = [
            self.view.say_recorded(fact, answer),
            *lead,
            *(self.view.say_dropped(each, screening.answers[each]) for each in dropped),
        ]
        trail = tuple(each for each in dict.fromkeys((*screening.trail, fact)) if each in answers)
        return self._advance(
            replace(screening, answers=answers, trail=trail, taken=fact, taken_at=now), now, said, happened
        )

    def _advance(
        self, screening: Screening, now: datetime, lead: Sequence[str] = (), happened: tuple[Happened, ...] = ()
    ) -> Turn:
        """Goes on to what comes next. An early end is told as soon as there is one, with its reasons."""
        if not self.course.has_failed(screening.answers):
            open_again = replace(screening, listing=False) if screening.listing else screening
            return self._go(open_again, self.course.choose_next(screening), now, lead, happened)
        told = () if screening.listing else self._settled_because(screening, now)
        return self._go(screening, self.course.choose_next(screening), now, [*lead, *told], happened)

    def _settled_because(self, screening: Screening, now: datetime) -> list[str]:
        verdict = self.judge.evaluate(screening.answers, now.date())
        return [*list_decisions(self.trial, verdict), *(describe_reason(finding) for finding in find_failing(verdict))]

    def _ask_again(self, screening: Screening, fact: str, now: datetime, *lead: str) -> Turn:
        return self._go(replace(screening, menu=None), "ask_" + fact, now, lead)

    def _clarify(self, screening: Screening, fact: str, doubt: Doubt, now: datetime, lead: Sequence[str] = ()) -> Turn:
        state = self.ways.follow(screening.state, "clarify_" + fact)
        return self._open(replace(screening, state=state, doubt=doubt), now, lead)

    def _go(
        self,
        screening: Screening,
        trigger: str,
        now: datetime,
        lead: Sequence[str] = (),
        happened: tuple[Happened, ...] = (),
    ) -> Turn:
        """Follows a way to another state, and shows what stands open there."""
        state = self.ways.follow(screening.state, trigger)
        shown = (*screening.shown, _subject(state, screening.menu))
        return self._show(
            replace(screening, state=state, doubt=None, shown=shown, asked_at=now), *lead, happened=happened
        )

    def _conclude(self, screening: Screening, now: datetime) -> Turn:
        return self._with_result(self._go(screening, "conclude", now).screening, now)

    def _with_result(self, screening: Screening, now: datetime) -> Turn:
        verdict = self.judge.evaluate(screening.answers, now.date())
        told = [make_result_page(self.trial, verdict), *make_criteria_pages(self.trial, verdict), *self._reaching()]
        return Turn(screening, (*map(Message, told), self.view.make_message(screening)), verdict=verdict)

    def _reaching(self) -> list[str]:
        lines = pages.list_reaching_lines(self.contacts)
        return ["\n".join(lines)] if lines else []

    def _open(self, screening: Screening, now: datetime, lead: Sequence[str] = ()) -> Turn:
        """Shows a question, menu or offer that was not open before: it gets the next number."""
        shown = (*screening.shown, _subject(screening.state, screening.menu))
        return self._show(replace(screening, shown=shown, asked_at=now), *lead)

    def _show(self, screening: Screening, *lead: str, happened: tuple[Happened, ...] = ()) -> Turn:
        return Turn(screening, (self.view.make_message(screening, lead),), happened)

    def _say(self, screening: Screening, text: str) -> Turn:
        return Turn(screening, (Message(text),))


def _subject(state: str, menu: Menu | None) -> str:
    """Returns what a question in this state asks for: a fact, or what the menu over it, or the state itself, is called."""
    return menu.value if menu is not None else find_fact(state) or state


_COMMANDS = {
    WHY_KEY: Command.WHY,
    BACK_KEY: Command.BACK,
    CHANGE.key: Command.CHANGE,
    START_OVER.key: Command.START_OVER,
    RESUME.key: Command.RESUME,
}
