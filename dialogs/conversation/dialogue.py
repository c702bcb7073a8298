"""The dialogue of one trial, pure and synchronous: a screening, an event and the time go in, a turn comes out."""

from dataclasses import replace
from datetime import datetime

from dialogs import phrases
from dialogs.conversation.blocks import Block, Paragraph
from dialogs.conversation.buttons import (
    CHANGE_KEY,
    COMMAND_KEYS,
    EVERY_REASON,
    LEAVE,
    SHOW_RESULT,
    START_OVER,
    STOP_HERE,
)
from dialogs.conversation.command_turns import CommandTurns
from dialogs.conversation.contradictions import doubt_contradiction
from dialogs.conversation.imprecise import doubt_imprecise
from dialogs.conversation.interpret import Interpreter
from dialogs.conversation.interpretation import Chosen, CommandRequest, Interpretation, NoteGiven, ProposalsGiven, Unfit
from dialogs.conversation.note_interpreting import NoteInterpreter, NoteReader
from dialogs.conversation.note_place import close_note
from dialogs.conversation.note_turns import NoteTurns
from dialogs.conversation.questions import KEEP_KEY, find_chosen_answer
from dialogs.conversation.repeats import hash_words
from dialogs.conversation.screening import Doubt, Event, Said, Screening, Turn
from dialogs.conversation.selecting import MARK_KEY
from dialogs.conversation.state_machine import ASKING, CONCLUDED, find_fact
from dialogs.conversation.turns import TurnMaker
from dialogs.definition.faults import WrongTrial
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.sites import NO_CONTACTS, Contacts
from dialogs.reading import Read
from dialogs.rules.answers import Interval, LastDoses


class Dialogue:
    """The dialogue of one trial. It holds nothing of any screening, so one serves them all.

    `keeping` says what becomes of the answers, for the page about privacy; without it they stay in memory.
    `contacts` are what the deployment lists for the trial. `read_note` reads notes in place of our own reader.
    """

    def __init__(
        self, trial: Trial, keeping: str = "", contacts: Contacts = NO_CONTACTS, read_note: NoteReader | None = None
    ) -> None:
        self.trial: Trial = trial
        self.contacts = contacts
        self.keeping = keeping or phrases.IN_MEMORY
        self._turns = TurnMaker(trial, contacts)
        self.evaluator = self._turns.evaluator
        self.question_order = self._turns.question_order
        self.view = self._turns.view
        self.state_machine = self._turns.state_machine
        self.interpreter = Interpreter(self.view, NoteInterpreter(trial, read_note))
        self._notes = NoteTurns(self._turns)
        self._commands = CommandTurns(self._turns, self.keeping)

    def begin(self, now: datetime) -> Turn:
        """Returns the first turn of a new screening: greeting and first question."""
        first = Screening(self.trial.id, self.trial.digest, ASKING + next(iter(self.trial.facts)))
        acronym, pre_check = self.trial.definition.about.acronym, say(self.trial.definition.pre_check)
        hello = phrases.HELLO.format(acronym=acronym, most=len(self.trial.facts), pre_check=pre_check)
        return self._turns.advance(first, now, [Paragraph(hello), Paragraph(phrases.CODE_WORDS)])

    def take_turn(self, screening: Screening, event: Event, now: datetime) -> Turn:
        """Returns what comes of an event.

        Never raises for anything that is said or tapped. Raises `WrongTrial` for a screening of another definition.
        """
        if screening.digest != self.trial.digest:
            began = f"{screening.trial} {screening.digest}"
            raise WrongTrial(f"the screening began with {began}, not {self.trial.digest}: load that definition")
        meant = self.interpreter.interpret(screening, event, now.date())
        turn = self._take_meant(screening, meant, now)
        if turn.screening.note is not None:
            turn = close_note(turn)
        if turn.answered is not None and isinstance(event, Said) and event.sent_at is not None:
            return replace(turn, screening=replace(turn.screening, typed=hash_words(event.text, event.sent_at)))
        return turn

    def show_again(self, screening: Screening) -> Turn:
        """Returns a turn that shows what stands open once more, and changes nothing."""
        return self._turns.show(screening)

    def show_current(self, screening: Screening, now: datetime) -> Turn:
        """Returns a turn that shows where somebody comes back to: what stands open, or the result of a finished one."""
        if screening.state == CONCLUDED and screening.menu is None:
            return self._turns.make_result_turn(screening, now)
        return self._turns.show(screening)

    def _take_meant(self, screening: Screening, meant: Interpretation, now: datetime) -> Turn:
        if isinstance(meant, NoteGiven):
            return self._notes.show_note(screening, meant.reading, now)
        note = screening.note
        if note is not None and (turn := self._notes.take_meant(screening, note, meant, now)) is not None:
            return turn
        if isinstance(meant, Chosen):
            return self._take_choice(screening, meant.key, now)
        if isinstance(meant, CommandRequest):
            return self._commands.answer_command(screening, meant.command, meant.rest, now)
        fact = find_fact(screening.state)
        if isinstance(meant, Unfit):
            if meant.reopens and fact is not None:
                return self._turns.ask_again(screening, fact, now, Paragraph(meant.sentence, passing=True))
            return replace(self._turns.show(screening, Paragraph(meant.sentence, passing=True)), refused=meant.refused)
        assert fact is not None, "only the question of a fact is answered or doubted"
        assert not isinstance(meant, ProposalsGiven), "only a note's page is corrected"
        if isinstance(meant, Doubt):
            return self._turns.ask_back(screening, fact, meant, now)
        return self._take_answer(screening, fact, meant, now)

    def _take_answer(self, screening: Screening, fact: str, given: Read, now: datetime) -> Turn:
        """Takes an answer; one that contradicts others, and an interval that leaves a criterion open, is asked back."""
        lead: list[Block] = [Paragraph(given.remark)] if given.remark else []
        doubt: Doubt | None = None
        if self.trial.definition.consistent:
            doubt = doubt_contradiction(self.question_order, screening.answers, fact, given, screening.doubt)
        if doubt is None and isinstance(given.answer, Interval | LastDoses):
            doubt = doubt_imprecise(self.question_order, screening.answers, fact, given, screening.doubt)
        if doubt is not None:
            return self._turns.ask_back(screening, fact, doubt, now, lead)
        return self._turns.record_answer(screening, fact, given.answer, now, lead)

    def _take_choice(self, screening: Screening, key: str, now: datetime) -> Turn:
        if key.startswith(CHANGE_KEY):
            return self._turns.ask_again(screening, key.removeprefix(CHANGE_KEY), now)
        if key in COMMAND_KEYS and screening.menu is None:
            return self._commands.answer_command(screening, COMMAND_KEYS[key], "", now)
        if key == LEAVE.key:
            return self._turns.open(replace(screening, menu=None), now)
        if key == START_OVER.key:
            return self._turns.start_over(screening, now)
        if (fact := find_fact(screening.state)) is None:
            return self._take_end_choice(screening, key, now)
        if key.startswith(MARK_KEY):
            return self._turns.pick(screening, fact, key)
        if key == KEEP_KEY:
            return self._turns.advance(screening, now, answered=fact, before=screening.answers)
        return self._take_answer(screening, fact, Read(find_chosen_answer(key, screening.doubt)), now)

    def _take_end_choice(self, screening: Screening, key: str, now: datetime) -> Turn:
        if key == SHOW_RESULT.key:
            return self._turns.conclude(screening, now)
        if key == STOP_HERE.key:
            return self._turns.go(screening, "review", now)
        assert key == EVERY_REASON.key
        return self._turns.advance(replace(screening, listing=True), now)
