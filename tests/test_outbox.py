"""The outbox: messages in order per chat, each in the hands of one sender, and no text left once it was sent."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from threading import Thread

import pytest
from faulty import everything, forgetting
from hypothesis import given, settings
from hypothesis import strategies as st
from stores import NOW, Person, place, store_at

from dialogs.screening import Button, Message
from storage.desk import Desk
from storage.kept import Incoming, Outgoing
from storage.outbox import LEASE_SECONDS, Outbox
from storage.place import Place
from storage.store import Store

SECOND = timedelta(seconds=1)
LEASE = timedelta(seconds=LEASE_SECONDS)


def post(store: Store, chat: str, *texts: str, at: datetime = NOW) -> None:
    """Posts messages of no screening to a chat, each by an event of its own."""
    for text in texts:
        incoming = Incoming("test", f"{chat} {text}", chat, "anna", at)

        def handle(desk: Desk, text: str = text) -> None:
            desk.post([Message(text, (Button("Back", "back"),), 3, numbered=True)])

        store.take(incoming, handle)


def texts(messages: Iterable[Outgoing | None]) -> list[str]:
    return [message.message.text for message in messages if message is not None]


def sent_in_turn(outbox: Outbox, chat: str, now: datetime) -> list[str]:
    """Sends all that waits for a chat, one after another, and returns the texts."""
    found = []
    while (message := outbox.claim(chat, now)) is not None:
        found.append(message.message.text)
        outbox.sent([message.id], now)
    return found


def test_what_waits_is_read_as_it_was_posted(store: Store) -> None:
    """Protects replies: text, buttons, number and chat survive the sealing."""
    post(store, "chat", "Hello")
    (message,) = store.outbox.waiting("chat")
    assert message.chat == "chat"
    assert message.message == Message("Hello", (Button("Back", "back"),), 3, numbered=True)
    assert message.attempts == 0
    assert store.outbox.waiting("another chat") == []


def test_messages_are_sent_in_order_within_each_chat(store: Store) -> None:
    """Protects "in order per chat", whatever is posted to others in between."""
    for number in range(5):
        post(store, "left", f"l{number}")
        post(store, "right", f"r{number}")
    assert sent_in_turn(store.outbox, "right", NOW) == ["r0", "r1", "r2", "r3", "r4"]
    assert sent_in_turn(store.outbox, "left", NOW) == ["l0", "l1", "l2", "l3", "l4"]
    assert store.outbox.depth() == 0


def test_a_chat_whose_first_message_is_in_other_hands_gives_nothing(store: Store) -> None:
    """Protects the order: a second sender does not overtake the first, until its lease is over."""
    post(store, "chat", "one", "two")
    first = store.outbox.claim("chat", NOW)
    assert texts([first]) == ["one"]
    assert store.outbox.claim("chat", NOW + LEASE - SECOND) is None
    assert texts([store.outbox.claim("chat", NOW + LEASE)]) == ["one"], "its sender died, so it is given again"


def test_two_senders_never_hold_the_same_message(where: Place) -> None:
    """Protects people from the same message twice: ten chats, two senders at once, each message claimed by one."""
    with store_at(where) as left, store_at(where) as right:
        for number in range(10):
            post(left, f"chat {number}", "only")
        claimed: list[Outgoing] = []

        def claim(store: Store) -> None:
            claimed.extend(message for number in range(10) if (message := store.outbox.claim(f"chat {number}", NOW)) is not None)

        senders = [Thread(target=claim, args=[store]) for store in (left, right)]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()
        assert len(claimed) == len({message.id for message in claimed}) == 10


def test_a_message_that_failed_is_tried_again_when_it_is_due_and_still_first(store: Store) -> None:
    """Protects "with retries": it keeps its place, counts its attempts, and holds back the ones after it."""
    post(store, "chat", "one", "two")
    first = store.outbox.claim("chat", NOW)
    assert first is not None
    store.outbox.failed(first.id, NOW + 5 * SECOND)
    assert store.outbox.claim("chat", NOW + 4 * SECOND) is None
    again = store.outbox.claim("chat", NOW + 5 * SECOND)
    assert again is not None
    assert (again.id, again.attempts) == (first.id, 1)


def test_what_was_sent_is_not_given_back(store: Store) -> None:
    """Protects from a late failure: a message that was sent stays sent."""
    post(store, "chat", "one")
    message = store.outbox.claim("chat", NOW)
    assert message is not None
    store.outbox.sent([message.id], NOW)
    store.outbox.failed(message.id, NOW)
    assert store.outbox.claim("chat", NOW + LEASE) is None
    assert store.outbox.depth() == 0


def test_a_text_is_deleted_once_it_was_sent(store: Store) -> None:
    """Protects "a text is deleted once sent": its row holds when, and nothing of it."""
    post(store, "chat", "one", "two")
    store.outbox.sent([store.outbox.waiting("chat")[0].id], NOW)
    assert texts(store.outbox.waiting("chat")) == ["two"]
    sealed = [row[5] for row in sorted(everything(store.database)["outbox"])]
    assert sealed[0] is None
    assert sealed[1] is not None


def test_what_was_shown_meanwhile_is_sent_with_the_event(store: Store) -> None:
    """Protects the terminal: a reply that was shown is noted in the transaction of the next event."""
    post(store, "chat", "one")
    (message,) = store.outbox.waiting("chat")
    store.take(Incoming("test", "next", "chat", "anna", NOW), lambda _: None, sent=[message.id])
    assert store.outbox.waiting("chat") == []


def test_claiming_any_pages_through_all_chats(store: Store) -> None:
    """Protects every chat from being starved: page by page, each chat gives its first message once."""
    for number in range(7):
        post(store, f"chat {number}", f"{number} first", f"{number} second")
    found: list[Outgoing] = []
    after, pages = b"", 0
    while pages == 0 or after:
        some, after = store.outbox.claim_any(NOW, after, most=3)
        found += some
        pages += 1
    assert sorted(texts(found)) == [f"{number} first" for number in range(7)]
    assert pages == 3
    assert store.outbox.claim_any(NOW) == ([], b""), "they are all in hand now"


def test_a_chat_that_is_not_due_keeps_no_other_waiting(store: Store) -> None:
    """Protects "a blocked chat stops alone"."""
    post(store, "blocked", "one", at=NOW + timedelta(hours=1))
    post(store, "free", "two")
    found, _ = store.outbox.claim_any(NOW)
    assert texts(found) == ["two"]


def test_a_forgotten_screening_takes_its_messages_along(store: Store) -> None:
    """Protects "what is forgotten stays forgotten": nothing of it is sent any more."""
    person = Person(store)
    person.begin()
    person.says("120")
    post(store, "chat of anna", "of no screening")
    store.take(person.incoming(), forgetting(person))
    assert sent_in_turn(store.outbox, "chat of anna", NOW) == ["of no screening"]


def test_a_message_moved_to_another_chat_does_not_open(store: Store) -> None:
    """Protects people from each other's replies: the row's identity is sealed with the text."""
    post(store, "chat", "one")
    with store.database.writing() as connection:
        connection.exec_driver_sql("UPDATE outbox SET part = 1")
    with pytest.raises(Exception, match="a message in the outbox was changed outside of this program"):
        store.outbox.waiting("chat")


STEPS = st.lists(
    st.tuples(st.sampled_from(["post", "claim", "sent", "failed", "wait"]), st.sampled_from("ab"), st.integers(0, 90)), max_size=25
)


@settings(max_examples=25, deadline=None)
@given(STEPS)
def test_whatever_senders_do_each_chat_is_sent_in_order_and_in_full(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str, int]]
) -> None:
    """Protects "in order per chat, with retries": any course of posting, claiming, failing and waiting loses and swaps nothing."""
    with store_at(place(tmp_path_factory.mktemp("outbox"))) as store:
        now = NOW
        posted: dict[str, list[str]] = {"a": [], "b": []}
        sent: dict[str, list[str]] = {"a": [], "b": []}
        held: dict[str, Outgoing] = {}
        for what, chat, number in steps:
            if what == "post":
                posted[chat].append(f"{len(posted[chat])}")
                post(store, chat, posted[chat][-1], at=now)
            elif what == "claim" and (message := store.outbox.claim(chat, now)) is not None:
                held[chat] = message
            elif what == "wait":
                now += number * SECOND
            elif what in ("sent", "failed") and chat in held:
                message = held.pop(chat)
                if what == "failed":
                    store.outbox.failed(message.id, now + number * SECOND)
                else:
                    store.outbox.sent([message.id], now)
                    sent[chat].append(message.message.text)
        for chat, before in sent.items():
            assert before + sent_in_turn(store.outbox, chat, now + 2 * LEASE) == posted[chat]
