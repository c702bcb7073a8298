"""Takes all that a note proposes: its answers are recorded, in question order, as one turn."""

from dataclasses import replace
from datetime import datetime

from dialogs.conversation.blocks import Block
from dialogs.conversation.screening import Happened, Proposals, Screening, Turn
from dialogs.conversation.turns import TurnMaker


def take_proposals(turns: TurnMaker, screening: Screening, note: Proposals, now: datetime) -> Turn:
    """Records all that is proposed, and goes on to what comes next."""
    answers = dict(screening.answers)
    happened: list[Happened] = []
    lead: list[Block] = []
    for fact, answer in note.answers.items():
        before = answers
        answers, dropped = turns.question_order.apply_answer(before, fact, answer)
        happened += [
            Happened(fact, None, answer, from_note=True),
            *(Happened(each, before[each], None) for each in dropped),
        ]
        lead += [turns.view.make_recorded(fact, answer)]
        lead += [turns.view.make_dropped(each, before[each], answers) for each in dropped]
    *_, last = note.answers
    trail = tuple(each for each in dict.fromkeys((*screening.trail, *note.answers)) if each in answers)
    recorded = replace(
        screening, answers=answers, trail=trail, menu=None, note=None, taken=last, taken_at=now, typed=None
    )
    return turns.advance(recorded, now, lead, tuple(happened), last)
