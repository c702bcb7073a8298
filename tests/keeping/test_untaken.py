"""Screenings that are nobody's, on both databases: handed over from an open pre-check, taken, or forgotten."""

from datetime import timedelta
from functools import partial

from intruder import rows, sentences
from stores import ANSWERS, NOW, Person, definition_text, dialogue, store_at

from bot.channels.web.pre_check.pre_check_desk import PreCheckDesk
from bot.channels.web.pre_check.pre_check_state import PreCheckState, begin_state
from bot.channels.web.pre_check.site_handover import keep_for_site, make_handover_event
from dialogs.conversation.screening import Said
from storage.database.schema import screening_keys, screenings
from storage.features.handover import LASTS, Handovers, Offer, find_until
from storage.maintenance.sweep import sweep
from storage.model.people import NOBODY
from storage.model.stored import StoredDefinition
from storage.opening.location import StoreLocation
from storage.unit_of_work.batch import EventResult
from storage.unit_of_work.store import Store

CODE = "K7Q42MXD1"


def finished() -> tuple[PreCheckDesk, PreCheckState]:
    """Returns a desk, and the state of a pre-check at its result."""
    definition = StoredDefinition(dialogue().trial.digest, "interfant-21.yaml", definition_text())
    desk = PreCheckDesk(dialogue(), definition)
    state = begin_state(dialogue().begin(NOW).screening, NOW)
    for said in ANSWERS:
        state, _ = desk.take(state, Said(said), NOW)
    return desk, state


def handed(store: Store, desk: PreCheckDesk, state: PreCheckState) -> EventResult:
    """Hands a pre-check to the site."""
    return store.take(make_handover_event(state.id, NOW), partial(keep_for_site, desk=desk, state=state, code=CODE))


def test_it_is_nobodys_until_somebody_takes_it(where: StoreLocation) -> None:
    """Protects the way to the site: one screening however often it comes, whole for an audit, then its taker's."""
    with store_at(where) as store:
        desk, state = finished()
        first = handed(store, desk, state)
        assert isinstance(first.value, Offer)
        assert (first.value.code, first.value.until) == (CODE, NOW + LASTS)
        assert handed(store, desk, state).is_duplicate
        assert len(rows(store, screenings)) == 1
        with store.reading() as repository:
            assert find_until(repository, CODE) == NOW + LASTS
            assert find_until(repository, "K7Q42MXD2") is None
            assert [each.owner for each in repository.list_owned(NOBODY)] == [NOBODY]
        taken = store.take(Person(store).inbound(), lambda uow: Handovers(uow).take(CODE)).value
        assert (taken.owner, taken.screening.answers) == ("anna", state.screening.answers)
        assert sentences(store) == []
        sweep(store, NOW + LASTS * 2)
        assert len(rows(store, screening_keys)) == 1


def test_untaken_it_is_forgotten_after_a_shift(where: StoreLocation) -> None:
    """Protects infants whom nobody at the site asked for: the key is destroyed, and not before its time."""
    with store_at(where) as store:
        handed(store, *finished())
        sweep(store, NOW + LASTS - timedelta(seconds=1))
        assert len(rows(store, screening_keys)) == 1
        sweep(store, NOW + LASTS)
        assert rows(store, screening_keys) == []
        assert sentences(store) == []
