"""The lease cache: it gives out what this process enqueued, in order, once, and never before older messages."""

from dataclasses import replace
from datetime import timedelta

import pytest
from messages import make_message
from stores import NOW, Person

from storage.model.people import AccountName
from storage.model.stored import InboundEvent, Outgoing
from storage.outbox.closing import ClosingEditError
from storage.outbox.delivery_reports import DeliveryReport
from storage.outbox.lease_cache import FRESH_SECONDS, LEASE_SECONDS, LeaseCache
from storage.unit_of_work.batch import EventHandler
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import UnitOfWork

NOW_SECONDS = NOW.timestamp()
LATER = NOW + timedelta(seconds=LEASE_SECONDS + 1)


def inbound(name: str, chat: str = "a") -> InboundEvent:
    return InboundEvent("test", name, chat, AccountName("anna"), NOW)


def saying(*texts: str) -> EventHandler:
    """Returns a handler that posts texts."""
    return lambda uow: uow.enqueue([make_message(text) for text in texts])


def drawn(lease_cache: LeaseCache, chat: str = "a", at: float = NOW_SECONDS) -> list[Outgoing]:
    """Returns all that a lease cache gives out for a chat."""
    found = []
    while (outgoing := lease_cache.next(chat, at)) is not None:
        found.append(outgoing)
    return found


def texts(outgoings: list[Outgoing]) -> list[str]:
    return [outgoing.message.text for outgoing in outgoings]


def test_what_is_enqueued_is_in_the_lease_cache_as_in_the_outbox_and_nobody_else_gets_it(store: Store) -> None:
    """Protects "no message is sent twice": the commit that stores a message leases it for this process."""
    lease_cache = LeaseCache()
    store.take_all([(inbound("1"), saying("one", "two")), (inbound("2", "b"), saying("three"))], (), lease_cache)
    waiting = store.outbox.list_waiting("a")
    assert store.outbox.claim("a", NOW) is None
    assert store.outbox.claim_any(NOW)[0] == []
    given = drawn(lease_cache)
    assert given == waiting
    assert texts(given) == ["one", "two"]
    assert texts(drawn(lease_cache, "b")) == ["three"]
    assert lease_cache.is_drained("a")
    assert not lease_cache.is_drained("a"), "it is said once: what comes later has to be looked for"


def test_what_died_with_its_process_is_free_again_soon(store: Store) -> None:
    """Protects "the open question comes again": a lease ends by itself, and the next process may give messages back."""
    store.take_all([(inbound("1"), saying("one"))], (), LeaseCache())
    assert store.outbox.claim("a", NOW) is None
    first = store.outbox.claim("a", LATER)
    assert first is not None
    assert first.message.text == "one"
    store.outbox.give_back(store.outbox.list_leased())
    assert store.outbox.claim("a", NOW) == first


def test_nothing_comes_into_the_hand_behind_a_message_that_is_elsewhere(store: Store) -> None:
    """Protects "in order within a chat": another process sends what it claimed before this one's next message goes."""
    lease_cache = LeaseCache()
    store.take_all([(inbound("1"), saying("one"))])
    claimed = store.outbox.claim("a", NOW)
    assert claimed is not None
    store.take_all([(inbound("2"), saying("two")), (inbound("3", "b"), saying("three"))], (), lease_cache)
    assert drawn(lease_cache) == []
    assert not lease_cache.is_drained("a")
    assert texts(drawn(lease_cache, "b")) == ["three"], "another chat is not held up"
    store.take_all([(inbound("4"), saying("four"))], [DeliveryReport(claimed.id, 41, NOW)], lease_cache)
    assert drawn(lease_cache) == [], "the second is still to be claimed"
    assert texts(store.outbox.list_waiting("a")) == ["two", "four"]


def test_what_follows_a_message_in_hand_comes_into_it_too(store: Store) -> None:
    """Protects the quick way for somebody who answers before the last message was noted as sent, and its order."""
    lease_cache = LeaseCache()
    store.take_all([(inbound("1"), saying("one"))], (), lease_cache)
    (one,) = drawn(lease_cache)
    store.take_all([(inbound("2"), saying("two"))], (), lease_cache)
    assert texts(drawn(lease_cache)) == ["two"]
    store.take_all([], [DeliveryReport(one.id, 41, NOW)], lease_cache)
    assert lease_cache.find(one.id) is None
    assert texts(store.outbox.list_waiting("a")) == ["two"]


def test_a_message_that_had_to_wait_is_not_begun_from_the_hand(store: Store) -> None:
    """Protects "never twice": a lease that could end before the message was sent is given back, and claimed anew."""
    lease_cache = LeaseCache()
    store.take_all([(inbound("1"), saying("one", "two"))], (), lease_cache)
    assert drawn(lease_cache, at=NOW_SECONDS + FRESH_SECONDS) == []
    assert not lease_cache.is_drained("a")
    store.outbox.give_back(lease_cache.release("a"))
    first = store.outbox.claim("a", NOW)
    assert first is not None
    assert first.message.text == "one"
    assert first.attempts == 0


def test_what_is_given_back_at_the_end_is_free_at_once(store: Store) -> None:
    """Protects a graceful stop: the next process need not wait for a lease to end."""
    lease_cache = LeaseCache()
    store.take_all([(inbound("1"), saying("one")), (inbound("2", "b"), saying("two"))], (), lease_cache)
    store.outbox.give_back(lease_cache.release_all())
    assert texts(store.outbox.claim_any(NOW)[0]) == ["one", "two"]
    assert drawn(lease_cache) == []


def test_a_batch_that_is_not_kept_leaves_the_hand_empty(store: Store) -> None:
    """Protects "only what is committed is sent"."""
    lease_cache = LeaseCache()

    def spoiling(uow: UnitOfWork) -> None:
        uow.enqueue([make_message("never")])
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.take_all([(inbound("1"), saying("one")), (inbound("2"), spoiling)], (), lease_cache)
    assert drawn(lease_cache) == []
    assert store.outbox.list_waiting("a") == []


def test_what_was_forgotten_is_not_sent_from_the_hand(store: Store) -> None:
    """Protects "what was not sent is dropped": forgetting a screening empties the lease cache of it as well."""
    person, lease_cache = Person(store), LeaseCache()
    stored = person.begin()

    def asking(uow: UnitOfWork) -> None:
        uow.enqueue([make_message("and?")], uow.find_by_id(stored.id))

    def forgetting(uow: UnitOfWork) -> None:
        found = uow.find_by_id(stored.id)
        assert found is not None
        uow.forget(found)

    store.outbox.note_sent([each.id for each in store.outbox.list_waiting(person.inbound().chat)], NOW)
    store.take_all([(inbound("1"), asking), (inbound("2", "b"), saying("b"))], (), lease_cache)
    store.take_all([(inbound("3"), forgetting)], (), lease_cache)
    assert drawn(lease_cache) == []
    assert texts(drawn(lease_cache, "b")) == ["b"]


def closing(question: int) -> EventHandler:
    """Returns a handler that closes a question."""
    return lambda uow: uow.enqueue_edit(make_message("closed"), question=question)


def test_what_only_closes_is_passed_and_comes_last(store: Store) -> None:
    """Protects the quick tapper: what is said passes the edits before it, which keep their order and are not lost."""
    lease_cache = LeaseCache()
    events = [(inbound("1"), closing(1)), (inbound("2"), closing(2)), (inbound("3"), saying("next"))]
    store.take_all(events, (), lease_cache)
    said = lease_cache.next("a", NOW_SECONDS, passes_closing=True)
    assert said is not None
    assert said.message.text == "next"
    with pytest.raises(ClosingEditError):
        lease_cache.next("a", NOW_SECONDS, passes_closing=True)
    assert [each.question for each in drawn(lease_cache)] == [1, 2]
    assert lease_cache.is_drained("a")


def test_what_waits_outside_of_the_lease_cache_is_looked_for(store: Store) -> None:
    """Protects a message from waiting for the next walk: a slow one before it kept it out of the cache."""
    lease_cache = LeaseCache()
    store.take_all([(inbound("1"), saying("slow"))], (), lease_cache)
    (slow,) = drawn(lease_cache)
    later = NOW + timedelta(seconds=FRESH_SECONDS - 1)
    store.take_all([(replace(inbound("2"), at=later), closing(1))], (), lease_cache)
    later = NOW + timedelta(seconds=FRESH_SECONDS)
    store.take_all([(replace(inbound("3"), at=later), saying("next"))], (), lease_cache)
    store.take_all([], [DeliveryReport(slow.id, 41, NOW)], lease_cache)
    assert lease_cache.next("a", later.timestamp(), passes_closing=True) is None, "no word that nothing else waits"
    assert len(drawn(lease_cache, at=later.timestamp())) == 1
    assert not lease_cache.is_drained("a")
    assert texts([store.outbox.claim("a", later, passes_closing=True) or slow]) == ["next"]
