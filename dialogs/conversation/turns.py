"""Turns: where a screening goes after an event, and what it shows there."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from dialogs import phrases
from dialogs.conversation.blocks import Block, Paragraph
from dialogs.conversation.early_end import make_early_end
from dialogs.conversation.every_criterion import make_criteria_messages, make_rest
from dialogs.conversation.expired import tell_expired
from dialogs.conversation.next_question import SETTLE, QuestionOrder
from dialogs.conversation.render import View
from dialogs.conversation.result_messages import make_result_message
from dialogs.conversation.screening import Doubt, Happened, Menu, Screening, Turn
from dialogs.conversation.selecting import NOTHING, apply_mark, tell_picked
from dialogs.conversation.state_machine import StateMachine, find_fact
from dialogs.definition.facts import SeveralFact
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.sites import Contacts
from dialogs.rules.answers import Answer, Answers
from dialogs.verdict.evaluate import Evaluator


class TurnMaker:
    """Makes the turns of one trial's dialogue."""

    def __init__(self, trial: Trial, contacts: Contacts) -> None:
        self.trial = trial
        self.contacts = contacts
        self.evaluator = Evaluator(trial)
        self.question_order = QuestionOrder(trial)
        self.view = View(trial, self.question_order)
        self.state_machine = StateMachine(trial.facts)

    def record_answer(
        self, screening: Screening, fact: str, answer: Answer, now: datetime, lead: Sequence[Block] = ()
    ) -> Turn:
        """Records an answer, drops those that no longer apply, and goes on to what comes next."""
        before = screening.answers.get(fact)
        answers, dropped = self.question_order.apply_answer(screening.answers, fact, answer)
        taken = [] if before == answer else [Happened(fact, before, answer)]
        happened = (*taken, *(Happened(each, screening.answers[each], None) for each in dropped))
        losses = [self.view.make_dropped(each, screening.answers[each], answers) for each in dropped]
        trail = tuple(each for each in dict.fromkeys((*screening.trail, fact)) if each in answers)
        recorded = replace(
            screening, answers=answers, trail=trail, taken=fact, taken_at=now, typed=None, picked=NOTHING
        )
        told = [self.view.make_recorded(fact, answer), *lead, *losses]
        if self.trial.rules.dated_results:
            told += tell_expired(self.trial, answers, fact)
        return self.advance(recorded, now, told, happened, fact, before=screening.answers)

    def advance(
        self,
        screening: Screening,
        now: datetime,
        lead: Sequence[Block] = (),
        happened: tuple[Happened, ...] = (),
        answered: str | None = None,
        *,
        before: Answers | None = None,
    ) -> Turn:
        """Goes on to what comes next, once `answered` was answered, if anything was; until then there was `before`.

        An early end is shown with its reasons as soon as it comes, and where the person may stop.
        """
        order = self.question_order
        assessed = order.assess(screening.answers)
        has_failed = order.has_failed(assessed)
        screening = replace(screening, listing=screening.listing and has_failed)
        trigger = order.choose_next(assessed, is_listing=screening.listing)
        reasons: Sequence[Block] = ()
        ends = has_failed and not screening.listing
        if ends and (trigger == SETTLE or not order.has_failed(order.assess(before or {}))):
            verdict = self.evaluator.evaluate(screening.answers, now.date())
            reasons = make_early_end(self.trial, verdict, self.contacts)
        there = self._move(screening, trigger, now)
        message = self.view.make_message(there, [*lead, *reasons], assessed)
        assessment = assessed.assessment if happened else None
        return Turn(there, (message,), happened, answered=answered, assessment=assessment)

    def ask_again(self, screening: Screening, fact: str, now: datetime, *lead: Block) -> Turn:
        """Asks for a fact again, after the blocks of `lead`."""
        return self.go(replace(screening, menu=None), "ask_" + fact, now, lead)

    def ask_back(
        self, screening: Screening, fact: str, doubt: Doubt, now: datetime, lead: Sequence[Block] = ()
    ) -> Turn:
        """Asks back about a fact: its question stays open until the doubt is cleared."""
        state = self.state_machine.follow(screening.state, "clarify_" + fact)
        return self.open(replace(screening, state=state, doubt=doubt), now, lead)

    def go(self, screening: Screening, trigger: str, now: datetime, lead: Sequence[Block] = ()) -> Turn:
        """Follows a way to another state, and shows what stands open there."""
        return self.show(self._move(screening, trigger, now), *lead)

    def pick(self, screening: Screening, fact: str, key: str) -> Turn:
        """Changes the selection that stands open, and shows its question with what is chosen so far."""
        asked = self.trial.facts[fact]
        assert isinstance(asked, SeveralFact), "only where several options may be so are there keys for single ones"
        picked = apply_mark(asked, screening.picked, key)
        return replace(self.show(replace(screening, picked=picked), tell_picked(asked, picked)), picks=True)

    def conclude(self, screening: Screening, now: datetime) -> Turn:
        """Concludes a reviewed screening, and shows its result."""
        return self.make_result_turn(self._move(screening, "conclude", now), now)

    def make_result_turn(self, screening: Screening, now: datetime) -> Turn:
        """Returns the turn that shows the result, with what can be chosen beneath it."""
        verdict = self.evaluator.evaluate(screening.answers, now.date())
        result = make_result_message(self.trial, verdict, self.contacts)
        buttons = self.view.make_buttons(screening)
        numbered = self.view.count_numbered(screening, buttons)
        shown = replace(result, buttons=buttons, number=screening.number, numbered=numbered)
        return Turn(screening, (shown,), verdict=verdict)

    def show_every_criterion(self, screening: Screening, now: datetime) -> Turn:
        """Returns the turn that shows every criterion and all else that a verdict says, then what stands open."""
        verdict = self.evaluator.evaluate(screening.answers, now.date())
        pages = make_criteria_messages(self.trial, verdict)
        rest = make_rest(self.trial, verdict, self.contacts)
        return Turn(screening, (*pages, self.view.make_message(screening, [rest])))

    def open(self, screening: Screening, now: datetime, lead: Sequence[Block] = ()) -> Turn:
        """Shows a question, menu or offer that was not open before: it gets the next number."""
        shown = (*screening.shown, _name_subject(screening.state, screening.menu))
        return self.show(replace(screening, shown=shown, asked_at=now), *lead)

    def show(self, screening: Screening, *lead: Block) -> Turn:
        """Returns a turn that shows what stands open, after the blocks of `lead`."""
        return Turn(screening, (self.view.make_message(screening, lead),))

    def start_over(self, screening: Screening, now: datetime) -> Turn:
        """Forgets all answers, and asks the first question again."""
        happened = tuple(Happened(fact, answer, None) for fact, answer in screening.answers.items())
        anew = Screening(screening.trial, screening.digest, screening.state, shown=screening.shown)
        return self.advance(anew, now, [Paragraph(phrases.STARTED_OVER, passing=True)], happened)

    def _move(self, screening: Screening, trigger: str, now: datetime) -> Screening:
        """Returns the screening in the state that a trigger leads to, where the next question stands open."""
        state = self.state_machine.follow(screening.state, trigger)
        picked = screening.picked if find_fact(state) == find_fact(screening.state) else NOTHING
        shown = (*screening.shown, _name_subject(state, screening.menu))
        return replace(screening, state=state, doubt=None, shown=shown, asked_at=now, picked=picked)


def _name_subject(state: str, menu: Menu | None) -> str:
    """Returns what a question in this state asks for: the name of the menu over it, its fact, or the state itself."""
    return menu.value if menu is not None else find_fact(state) or state
