"""Turns that open a note's page, show it again with other proposals, or leave it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from dialogs import phrases
from dialogs.conversation.blocks import Block, Paragraph
from dialogs.conversation.note_sorting import keep_applicable
from dialogs.conversation.screening import Menu, Proposals, Screening, Turn
from dialogs.conversation.turns import TurnMaker
from dialogs.definition import small_words
from dialogs.rules.answers import Answers


class NotePageTurns:
    """Makes the turns of the pages of notes in one trial's dialogue. It records nothing."""

    def __init__(self, turns: TurnMaker) -> None:
        self._turns = turns
        self._order = turns.question_order

    def leave(self, screening: Screening, now: datetime, lead: Sequence[Block] = ()) -> Turn:
        """Leaves a page: nothing of it is recorded, and the question beneath stands open."""
        nothing = Paragraph(phrases.OFFER_REFUSED, passing=True)
        return self._turns.open(replace(screening, menu=None, note=None), now, [*lead, nothing])

    def show(
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
            return self.leave(screening, now, told)
        return self.open(screening, Proposals(kept, note.asked), now, [*lead, *told])

    def open(self, screening: Screening, note: Proposals, now: datetime, lead: Sequence[Block] = ()) -> Turn:
        """Opens a page, or one of its proposals."""
        return self._turns.open(replace(screening, menu=Menu.NOTE, note=note), now, lead)
