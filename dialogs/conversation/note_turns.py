"""What comes of a note: its page, and what people do with what it proposes. Nothing is recorded before they take it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from dialogs import phrases
from dialogs.conversation.ask_backs import IMPRECISE
from dialogs.conversation.blocks import Block, Paragraph
from dialogs.conversation.buttons import BACK
from dialogs.conversation.commands import Command
from dialogs.conversation.imprecise import doubt_imprecise
from dialogs.conversation.information import make_page
from dialogs.conversation.interpretation import Chosen, CommandRequest, Interpretation, ProposalsGiven, Unfit
from dialogs.conversation.note_buttons import CHANGE_ONE_KEY, LEAVE_OUT, PROPOSAL_KEY, TAKE_ALL_KEY
from dialogs.conversation.note_cut import tell_cut
from dialogs.conversation.note_merging import merge_proposals
from dialogs.conversation.note_page_turns import NotePageTurns
from dialogs.conversation.note_place import look_through
from dialogs.conversation.note_sorting import sort_note
from dialogs.conversation.note_taking import take_proposals
from dialogs.conversation.note_telling import tell_nothing
from dialogs.conversation.questions import find_chosen_answer
from dialogs.conversation.screening import Doubt, Proposals, Screening, Turn
from dialogs.conversation.turns import TurnMaker
from dialogs.definition import small_words
from dialogs.notes.note_reading import NoteReading
from dialogs.reading import Read


class NoteTurns:
    """Makes the turns of notes in one trial's dialogue."""

    def __init__(self, turns: TurnMaker) -> None:
        self._turns = turns
        self._order = turns.question_order
        self._pages = NotePageTurns(turns)

    def show_note(self, screening: Screening, reading: NoteReading, now: datetime) -> Turn:
        """Shows what a note says. Where it proposes nothing, what stands open stays so."""
        note = sort_note(self._order, screening.answers, reading)
        if not note.proposals.answers:
            return self._turns.show(screening, *tell_nothing(self._turns.view.note_pages, screening, note))
        turn = self._pages.open(screening, note.proposals, now)
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
            return self._pages.open(screening, replace(note, doubt=None), now, [told])
        if isinstance(meant, ProposalsGiven):
            return self._correct(screening, note, meant, now)
        if note.opened is None or not isinstance(meant, Read | Doubt):
            return None
        answers = look_through(screening).answers
        if isinstance(meant, Doubt):
            return self._pages.open(screening, replace(note, doubt=meant), now)
        doubt = doubt_imprecise(self._order, answers, note.opened, meant, note.doubt)
        if doubt is not None:
            return self._pages.open(screening, replace(note, doubt=doubt), now)
        lead = [Paragraph(meant.remark, passing=True)] if meant.remark else []
        return self._pages.show(screening, note, {**note.answers, note.opened: meant.answer}, now, lead)

    def _correct(self, screening: Screening, note: Proposals, said: ProposalsGiven, now: datetime) -> Turn:
        """Takes other answers into a page, and says which.

        One that is not exact enough is asked back where it stands alone, and is to be asked where it came with others.
        """
        answers = {fact: each.answer for fact, each in said.given.items()}
        merged = merge_proposals(self._order, screening.answers, note, answers)
        fact, given = next(iter(said.given.items()))
        if len(answers) == 1 and fact in merged.imprecise and fact in note.answers:
            doubt = Doubt(IMPRECISE, (given.answer,), given.coded)
            return self._pages.open(screening, replace(note, opened=fact, doubt=doubt, is_choosing=False), now)
        if not merged.taken:
            return self._turns.show(screening, Paragraph(phrases.NOTE_UNCHANGED, passing=True))
        names = (self._turns.view.format_recorded(each, answers[each]) for each in merged.taken)
        told = phrases.NOTE_CHANGED.format(answers=small_words.SEMICOLON.join(names))
        warned = tell_cut(said.cut)
        lead = [Paragraph(each, passing=True) for each in (told, given.remark, warned) if each]
        return self._pages.show(screening, merged.proposals, merged.proposals.answers, now, lead)

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
            return self._pages.show(screening, note, kept, now)
        if note.opened is None:
            return self._pages.leave(screening, now)
        answer = find_chosen_answer(key, note.doubt)
        return self._pages.show(screening, note, {**note.answers, note.opened: answer}, now)

    def _open_proposal(
        self, screening: Screening, note: Proposals, fact: str, now: datetime, lead: Sequence[Block] = ()
    ) -> Turn:
        """Opens one of the proposals by itself; the list of them where none is named and there are several."""
        named = fact if fact in note.answers else next(iter(note.answers)) if len(note.answers) == 1 else None
        return self._pages.open(
            screening, replace(note, opened=named, doubt=None, is_choosing=named is None), now, lead
        )

    def _answer_command(
        self, screening: Screening, note: Proposals, asked: CommandRequest, now: datetime
    ) -> Turn | None:
        """Returns what comes of a command that means something else over a page; None for any other."""
        names = self._turns.view.names
        named = names.find_by_cue(note.answers, asked.rest)
        if asked.command is Command.BACK:
            return self._choose(screening, note, BACK.key, now)
        if asked.command is Command.CHANGE and (named or names.find_by_cue(screening.answers, asked.rest) is None):
            lead = [Paragraph(phrases.NO_FACT, passing=True)] if asked.rest and named is None else []
            return self._open_proposal(screening, note, named or "", now, lead)
        if asked.command is Command.WHY and note.opened is not None:
            why = make_page(self._turns.trial, Command.WHY, look_through(screening), self._turns.contacts)
            return None if why is None else self._turns.show(screening, why)
        return None

    def _go_back(self, screening: Screening, note: Proposals, now: datetime) -> Turn:
        """Goes back from an ask-back to the proposal, and from that or the list to the page."""
        if note.doubt is not None:
            return self._pages.open(screening, replace(note, doubt=None), now)
        return self._pages.show(screening, note, note.answers, now)
