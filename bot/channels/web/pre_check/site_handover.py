"""Handing a pre-check to the site: only then a screening is kept, nobody's, under a code that somebody there takes."""

from bot.channels.web.pre_check.pre_check_desk import PreCheckDesk
from bot.channels.web.pre_check.pre_check_state import PreCheckState
from bot.session.tally_outcome import make_outcome, make_turn_outcome
from dialogs.conversation.screening import Happened, Turn
from storage.features.handover import Handovers, Offer
from storage.features.members import Role
from storage.unit_of_work.unit_of_work import UnitOfWork

EVENT = "pre-check:"


def name_handover(state: PreCheckState) -> str:
    """Returns the id of the event that hands a pre-check over: one has one, so that it is handed over once."""
    return EVENT + state.id.hex()


def keep_for_site(uow: UnitOfWork, desk: PreCheckDesk, state: PreCheckState, code: str) -> Offer:
    """Keeps the screening of a pre-check, as that of the account of the event, and offers it under a code.

    Its trail has an entry for each answer, as if they had been given now: when they were, nobody noted.
    """
    dialogue, screening = desk.dialogue, state.screening
    trial, assess = dialogue.trial, dialogue.question_order.assess
    before = make_outcome(trial, assess({}).assessment, is_finished=False)
    first = Turn(dialogue.begin(uow.now).screening, ())
    begun = uow.begin_screening(first, desk.definition, before, Role.REFERRER.value)
    turn = Turn(
        screening,
        (),
        tuple(
            Happened(fact, None, answer, from_note=fact in state.from_note)
            for fact, answer in screening.answers.items()
        ),
        assessment=assess(screening.answers).assessment,
        verdict=dialogue.evaluator.evaluate(screening.answers, uow.now.date()),
    )
    recorded = uow.record_turn(begun, turn, make_turn_outcome(trial, before, turn))
    return Handovers(uow).offer(recorded, code)
