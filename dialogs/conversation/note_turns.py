"""What comes of a note: its page, and what people do with what it proposes. Nothing is recorded before they take it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from dialogs import phrases
from dialogs.conversation.blocks import Block, Paragraph
from dialogs.conversation.buttons import BACK
from dialogs.conversation.commands import Command
from dialogs.conversation.imprecise import doubt_imprecise
from dialogs.conversation.information import make_page
from dialogs.conversation.interpretation import Chosen, CommandRequest, Interpretation, ProposalGiven, Unfit
from dialogs.conversation.note_buttons import CHANGE_ONE_KEY, LEAVE_OUT, PROPOSAL_KEY, TAKE_ALL_KEY
from dialogs.conversation.note_place import look_through
from dialogs.conversation.note_sorting import keep_applicable, sort_note
from dialogs.conversation.note_taking import take_proposals
from dialogs.conversation.note_telling import tell_nothing
from dialogs.conversation.questions import find_chosen_answer
from dialogs.conversation.screening import Doubt, Menu, Proposals, Screening, Turn
from dialogs.conversation.turns import TurnMaker
from dialogs.definition import small_words
from dialogs.notes.note_reading import NoteReading
from dialogs.reading import Read
from dialogs.rules.answers import Answers


class NoteTurns:
    """Makes the turns of notes in one trial's dialogue."""

    def __init__(self, turns: TurnMaker) -> None:
        self._turns = turns
        self._order = turns.question_order

    def show_note(self, screening: Screening, reading: NoteReading, now: datetime) -> Turn:
        """Shows what a note says. Where it proposes nothing, what stands open stays so."""
        note = sort_note(self._order, screening.answers, reading)
        if not note.proposals.answers:
            return self._turns.show(screening, *tell_nothing(self._turns.view.note_pages, screening, note))
        turn = self._open(screening, note.proposals, now)
        lead = () if screening.note is None else (Paragraph(phrases.NOTE_REPLACED, passing=True),)
        page = self._turns.view.note_pages.make_page(screening, note)
        return replace(turn, messages=(replace(turn.messages[0], blocks=(*lead, *page)),))

    def take_meant(self, screening: Screening, note: Proposals, meant: Interpretation, now: datetime) -> Turn | None:
        """Returns what comes of an event while a note's page is open; None where it is as at any question."""
        if isinstance(meant, Chosen):
            return self._choose(screening, note, meant.key, now)
        if isinstance(meant, CommandRequest):
            turn = self._answer_command(screening, note, meant, now)
            return None if turn is None else replace(turn, command=meant.command)
        if isinstance(meant, Unfit) and meant.reopens:
            told = Paragraph(meant.sentence, passing=True)
            return self._open(screening, replace(note, doubt=None), now, [told])
        if isinstance(meant, ProposalGiven):
            return self._correct(screening, note, meant, now)
        if note.opened is None or not isinstance(meant, Read | Doubt):
            return None
        answers = look_through(screening).answers
        if isinstance(meant, Doubt):
            return self._open(screening, replace(note, doubt=meant), now)
        doubt = doubt_imprecise(self._order, answers, note.opened, meant, note.doubt)
        if doubt is not None:
            return self._open(screening, replace(note, doubt=doubt), now)
        lead = [Paragraph(meant.remark, passing=True)] if meant.remark else []
        return self._show_page(screening, note, {**note.answers, note.opened: meant.answer}, now, lead)

    def _correct(self, screening: Screening, note: Proposals, said: ProposalGiven, now: datetime) -> Turn:
        """Takes another answer into a page, and says so; one that is not exact enough is asked back."""
        name, answer = self._turns.view.questions[said.fact].name, said.given.answer
        opened = replace(note, opened=said.fact, doubt=None, is_choosing=False)
        others = look_through(replace(screening, menu=Menu.NOTE, note=opened)).answers
        doubt = doubt_imprecise(self._order, others, said.fact, said.given, None)
        if doubt is not None and said.fact in note.answers:
            return self._open(screening, replace(opened, doubt=doubt), now)
        answers = {**note.answers, said.fact: answer}
        if doubt is not None or said.fact not in keep_applicable(self._order, screening.answers, answers):
            return self._turns.show(screening, Paragraph(phrases.NOTE_UNCHANGED, passing=True))
        told = phrases.NOTE_CHANGED.format(name=name, answer=self._turns.view.word_answer(said.fact, answer))
        asked = {fact: why for fact, why in note.asked.items() if fact != said.fact}
        lead = [Paragraph(each, passing=True) for each in (told, said.given.remark) if each]
        return self._show_page(screening, replace(note, asked=asked), answers, now, lead)

    def _choose(self, screening: Screening, note: Proposals, key: str, now: datetime) -> Turn:
        """Does what was chosen on a note's page."""
        if key == TAKE_ALL_KEY:
            return take_proposals(self._turns, screening, note, now)
        if key == CHANGE_ONE_KEY or key.startswith(PROPOSAL_KEY):
            return self._open_proposal(screening, note, key.removeprefix(PROPOSAL_KEY), now)
        if key == BACK.key and (note.opened is not None or note.is_choosing):
            return self._go_back(screening, note, now)
        if key == LEAVE_OUT.key:
            kept = {fact: each for fact, each in note.answers.items() if fact != note.opened}
            return self._show_page(screening, note, kept, now)
        if note.opened is None:
            return self._leave(screening, now)
        answer = find_chosen_answer(key, note.doubt)
        return self._show_page(screening, note, {**note.answers, note.opened: answer}, now)

    def _open_proposal(self, screening: Screening, note: Proposals, fact: str, now: datetime) -> Turn:
        """Opens one of the proposals by itself; the list of them where none is named and there are several."""
        named = fact if fact in note.answers else next(iter(note.answers)) if len(note.answers) == 1 else None
        return self._open(screening, replace(note, opened=named, doubt=None, is_choosing=named is None), now)

    def _leave(self, screening: Screening, now: datetime, lead: Sequence[Block] = ()) -> Turn:
        """Leaves a page: nothing of it is recorded, and the question beneath stands open."""
        nothing = Paragraph(phrases.OFFER_REFUSED, passing=True)
        return self._turns.open(replace(screening, menu=None, note=None), now, [*lead, nothing])

    def _answer_command(
        self, screening: Screening, note: Proposals, asked: CommandRequest, now: datetime
    ) -> Turn | None:
        """Returns what comes of a command that means something else over a page; None for any other."""
        named = self._turns.view.names.find(note.answers, asked.rest)
        if asked.command is Command.BACK:
            return self._choose(screening, note, BACK.key, now)
        if asked.command is Command.CHANGE and (named is not None or not asked.rest):
            return self._open_proposal(screening, note, named or "", now)
        if asked.command is Command.WHY and note.opened is not None:
            why = make_page(self._turns.trial, Command.WHY, look_through(screening), self._turns.contacts)
            return None if why is None else self._turns.show(screening, why)
        return None

    def _go_back(self, screening: Screening, note: Proposals, now: datetime) -> Turn:
        """Goes back from an ask-back to the proposal, and from that or the list to the page."""
        if note.doubt is not None:
            return self._open(screening, replace(note, doubt=None), now)
        return self._show_page(screening, note, note.answers, now)

    def _show_page(
        self, screening: Screening, note: Proposals, answers: Answers, now: datetime, lead: Sequence[Block] = ()
    ) -> Turn:
        """Shows the page with other proposals. Those that do not apply without what was taken out go too, and are told.

        Where none is left, the page is over.
        """
        kept = keep_applicable(self._order, screening.answers, answers)
        lost = [self._turns.view.questions[fact].name for fact in answers if fact not in kept]
        names = small_words.COMMA.join(lost)
        told = [Paragraph(phrases.NOTE_LOST.format(names=names), passing=True)] if lost else []
        if not kept:
            return self._leave(screening, now, told)
        return self._open(screening, Proposals(kept, note.asked), now, [*lead, *told])

    def _open(self, screening: Screening, note: Proposals, now: datetime, lead: Sequence[Block] = ()) -> Turn:
        return self._turns.open(replace(screening, menu=Menu.NOTE, note=note), now, lead)
