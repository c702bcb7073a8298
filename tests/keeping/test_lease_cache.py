"""The hand: what a process posted goes out of it without being looked for, in order, once, and never ahead of what waits elsewhere."""

from datetime import timedelta

import pytest
from stores import NOW, Person

from dialogs.conversation.screening import Message
from storage.model.stored import Incoming, Outgoing
from storage.outbox.lease_cache import FRESH_SECONDS, HELD_SECONDS, Hand
from storage.outbox.outbox import Done
from storage.unit_of_work.store import Handler, Store
from storage.unit_of_work.unit_of_work import Desk

NOW_SECONDS = NOW.timestamp()
LATER = NOW + timedelta(seconds=HELD_SECONDS + 1)


def incoming(name: str, chat: str = "a") -> Incoming:
    return Incoming("test", name, chat, "anna", NOW)


def saying(*texts: str) -> Handler:
    """Returns a handler that posts texts."""
    return lambda desk: desk.post([Message(text) for text in texts])


def drawn(hand: Hand, chat: str = "a", at: float = NOW_SECONDS) -> list[Outgoing]:
    """Returns all that a hand gives out for a chat."""
    found = []
    while (outgoing := hand.next(chat, at)) is not None:
        found.append(outgoing)
    return found


def texts(outgoings: list[Outgoing]) -> list[str]:
    return [outgoing.message.text for outgoing in outgoings]


def test_what_is_posted_is_in_the_hand_as_the_outbox_holds_it_and_nobody_else_gets_it(store: Store) -> None:
    """Protects "no message is sent twice": what one process has in hand is leased in the commit that keeps it."""
    hand = Hand()
    store.take_all([(incoming("1"), saying("one", "two")), (incoming("2", "b"), saying("three"))], (), hand)
    waiting = store.outbox.waiting("a")
    assert store.outbox.claim("a", NOW) is None
    assert store.outbox.claim_any(NOW)[0] == []
    given = drawn(hand)
    assert given == waiting
    assert texts(given) == ["one", "two"]
    assert texts(drawn(hand, "b")) == ["three"]
    assert hand.is_drained("a")
    assert not hand.is_drained("a"), "it is said once: what comes later has to be looked for"


def test_what_died_with_its_process_is_free_again_soon(store: Store) -> None:
    """Protects "the open question comes again": a lease ends by itself, and what was leased can be given back by whoever comes next."""
    store.take_all([(incoming("1"), saying("one"))], (), Hand())
    assert store.outbox.claim("a", NOW) is None
    first = store.outbox.claim("a", LATER)
    assert first is not None
    assert first.message.text == "one"
    store.outbox.given_back(store.outbox.leased())
    assert store.outbox.claim("a", NOW) == first


def test_nothing_comes_into_the_hand_behind_a_message_that_is_elsewhere(store: Store) -> None:
    """Protects "in order within a chat": another process sends what it claimed before this one's next message goes."""
    hand = Hand()
    store.take_all([(incoming("1"), saying("one"))])
    claimed = store.outbox.claim("a", NOW)
    assert claimed is not None
    store.take_all([(incoming("2"), saying("two")), (incoming("3", "b"), saying("three"))], (), hand)
    assert drawn(hand) == []
    assert not hand.is_drained("a")
    assert texts(drawn(hand, "b")) == ["three"], "another chat is not held up"
    store.take_all([(incoming("4"), saying("four"))], [Done(claimed.id, 41, NOW)], hand)
    assert drawn(hand) == [], "the second is still to be claimed"
    assert texts(store.outbox.waiting("a")) == ["two", "four"]


def test_what_follows_a_message_in_hand_comes_into_it_too(store: Store) -> None:
    """Protects the quick way for somebody who answers before the last message was noted as sent, and its order."""
    hand = Hand()
    store.take_all([(incoming("1"), saying("one"))], (), hand)
    (one,) = drawn(hand)
    store.take_all([(incoming("2"), saying("two"))], (), hand)
    assert texts(drawn(hand)) == ["two"]
    store.take_all([], [Done(one.id, 41, NOW)], hand)
    assert hand.named(one.id) is None
    assert texts(store.outbox.waiting("a")) == ["two"]


def test_a_message_that_had_to_wait_is_not_begun_from_the_hand(store: Store) -> None:
    """Protects "never twice": a lease that could end before the message was sent is given back, and claimed anew."""
    hand = Hand()
    store.take_all([(incoming("1"), saying("one", "two"))], (), hand)
    assert drawn(hand, at=NOW_SECONDS + FRESH_SECONDS) == []
    assert not hand.is_drained("a")
    store.outbox.given_back(hand.let_go("a"))
    first = store.outbox.claim("a", NOW)
    assert first is not None
    assert first.message.text == "one"
    assert first.attempts == 0


def test_what_is_given_back_at_the_end_is_free_at_once(store: Store) -> None:
    """Protects a graceful stop: the next process need not wait for a lease to end."""
    hand = Hand()
    store.take_all([(incoming("1"), saying("one")), (incoming("2", "b"), saying("two"))], (), hand)
    store.outbox.given_back(hand.let_all_go())
    assert texts(store.outbox.claim_any(NOW)[0]) == ["one", "two"]
    assert drawn(hand) == []


def test_a_batch_that_is_not_kept_leaves_the_hand_empty(store: Store) -> None:
    """Protects "only what is committed is sent"."""
    hand = Hand()

    def spoiling(desk: Desk) -> None:
        desk.post([Message("never")])
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.take_all([(incoming("1"), saying("one")), (incoming("2"), spoiling)], (), hand)
    assert drawn(hand) == []
    assert store.outbox.waiting("a") == []


def test_what_was_forgotten_is_not_sent_from_the_hand(store: Store) -> None:
    """Protects "what was not sent is dropped": forgetting a screening empties the hand of it as well."""
    person, hand = Person(store), Hand()
    kept = person.begin()

    def asking(desk: Desk) -> None:
        desk.post([Message("and?")], desk.by_id(kept.id))

    def forgetting(desk: Desk) -> None:
        found = desk.by_id(kept.id)
        assert found is not None
        desk.forget(found)

    store.outbox.sent([each.id for each in store.outbox.waiting(person.incoming().chat)], NOW)
    store.take_all([(incoming("1"), asking), (incoming("2", "b"), saying("b"))], (), hand)
    store.take_all([(incoming("3"), forgetting)], (), hand)
    assert drawn(hand) == []
    assert texts(drawn(hand, "b")) == ["b"]
