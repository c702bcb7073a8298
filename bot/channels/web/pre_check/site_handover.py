"""Handing a pre-check to the site: only then a screening is kept, nobody's, under a code that somebody there takes."""

from datetime import datetime

from bot.channels.web.pre_check.pre_check_desk import PreCheckDesk
from bot.channels.web.pre_check.pre_check_replies import SiteCode
from bot.channels.web.pre_check.pre_check_state import PreCheckState
from bot.channels.web.web_channel import CHANNEL
from bot.session.tally_outcome import make_outcome, make_turn_outcome
from dialogs.conversation.screening import Happened, Turn
from storage.features.handover import Handovers, Offer, find_until
from storage.features.members import Role
from storage.model.people import NOBODY, AccountName
from storage.model.stored import InboundEvent
from storage.unit_of_work.prefetch import find_known_events
from storage.unit_of_work.repository import ScreeningRepository
from storage.unit_of_work.unit_of_work import UnitOfWork

EVENT = "pre-check:"


def make_handover_event(state_id: bytes, now: datetime) -> InboundEvent:
    """Returns the event that hands a pre-check over: one has one, so that it is handed over once."""
    return InboundEvent(CHANNEL, EVENT + state_id.hex(), "", AccountName(NOBODY), now)


def find_handed(repository: ScreeningRepository, event: InboundEvent, code: str) -> SiteCode | None:
    """Returns what is told of a pre-check that was handed over by an event; None where it was not.

    The code works only where it is that of the handover, was not used, and its time is not over.
    """
    if not find_known_events(repository.connection, repository.keyring, [event]):
        return None
    until = find_until(repository, code)
    return SiteCode(code, until if until is not None and until > event.at else None)


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
