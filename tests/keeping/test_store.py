"""The store: turns as transactions, the same on SQLite and PostgreSQL."""

import pytest
from stores import ANSWERS, Person, store_at, turning

from dialogs.conversation.screening import Said
from storage.model.stored import StoredScreening
from storage.opening.location import StoreLocation
from storage.unit_of_work.store import Store

pytestmark = pytest.mark.both_databases


def kept_now(store: Store, stored: StoredScreening) -> StoredScreening:
    with store.reading() as repository:
        found = repository.find_by_id(stored.id)
    assert found is not None
    return found


def test_a_screening_is_as_it_was_after_a_restart(where: StoreLocation) -> None:
    """Protects "a chat that loses no acknowledged answer"."""
    with store_at(where) as store:
        anna = Person(store)
        code = anna.begin().code
        turn = anna.says(*ANSWERS[:5])
    with store_at(where) as store, store.reading() as repository:
        found = repository.find_by_code(code)
    assert found is not None
    assert found.screening == turn.screening


def test_an_event_that_comes_again_has_no_second_effect(store: Store) -> None:
    """Protects "a duplicate has no second effect"."""
    anna = Person(store)
    stored = anna.begin()
    inbound = anna.inbound("7")
    assert not store.take(inbound, turning(stored.id, Said("120"))).is_duplicate
    before = kept_now(store, stored)
    assert store.take(inbound, turning(stored.id, Said("120"))).is_duplicate
    assert kept_now(store, stored) == before
    assert store.outbox.count_waiting() == 2, "the greeting, and one reply"
