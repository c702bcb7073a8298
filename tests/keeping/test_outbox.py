"""The outbox: messages in order per chat, each in the hands of one sender, and no text left once it was sent."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from faulty import everything, forgetting
from hypothesis import given, settings
from hypothesis import strategies as st
from messages import make_message
from sqlalchemy import event, select, update
from stores import NOW, Person, place, sent_as, store_at

from dialogs.conversation.messages import NOTHING, Button
from storage.database.schema import outbox
from storage.maintenance.sweep import RECEIPTS_KEPT, SENT_KEPT, sweep
from storage.model.people import AccountName
from storage.model.stored import Do, InboundEvent, Outgoing
from storage.opening.location import StoreLocation
from storage.outbox.closing import ClosingEditError
from storage.outbox.outbox import LEASE_SECONDS, Outbox
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import UnitOfWork

pytestmark = pytest.mark.both_databases

SECOND = timedelta(seconds=1)
LEASE = timedelta(seconds=LEASE_SECONDS)


def enqueue(store: Store, chat: str, *texts: str, at: datetime = NOW) -> None:
    """Enqueues messages of no screening to a chat, each by an event of its own."""
    for text in texts:
        inbound = InboundEvent("test", f"{chat} {text}", chat, AccountName("anna"), at)

        def handle(uow: UnitOfWork, text: str = text) -> None:
            uow.enqueue([make_message(text, (Button("Back", "back"),), 3, numbered=1)])

        store.take(inbound, handle)


def texts(messages: Iterable[Outgoing | None]) -> list[str]:
    return [message.message.text for message in messages if message is not None]


def sent_in_turn(outbox: Outbox, chat: str, now: datetime) -> list[str]:
    """Sends all that waits for a chat, one after another, and returns the texts."""
    found = []
    while (message := outbox.claim(chat, now)) is not None:
        found.append(message.message.text)
        outbox.note_sent([message.id], now)
    return found


def test_what_waits_is_read_as_it_was_enqueued(store: Store) -> None:
    """Protects replies: text, buttons, number and chat survive the sealing."""
    enqueue(store, "chat", "Hello")
    (message,) = store.outbox.list_waiting("chat")
    assert message.chat == "chat"
    assert message.message == make_message("Hello", (Button("Back", "back"),), 3, numbered=1)
    assert message.attempts == 0
    assert store.outbox.list_waiting("another chat") == []


def test_events_return_the_ids_of_what_they_posted(store: Store) -> None:
    """Protects whoever shows what was posted: the ids need not be looked for, and are those of the event itself."""

    def saying(*texts: str) -> Callable[[UnitOfWork], None]:
        return lambda uow: uow.enqueue([make_message(text) for text in texts])

    def failing(uow: UnitOfWork) -> None:
        uow.enqueue([make_message("never")])
        raise ValueError

    events = [
        InboundEvent("test", name, chat, AccountName("anna"), NOW) for name, chat in zip("abca", "lrll", strict=True)
    ]
    handlers = (saying("one", "two"), saying("three"), failing, saying("again"))
    posted = [taken.posted for taken in store.take_all(list(zip(events, handlers, strict=True)))]
    left, right = ([each.id for each in store.outbox.list_waiting(chat)] for chat in "lr")
    assert posted == [left, right, [], []]
    assert (len(left), len(right)) == (2, 1)
    later = store.take(InboundEvent("test", "d", "l", AccountName("anna"), NOW), saying("four")).posted
    assert [each.id for each in store.outbox.list_waiting("l")] == left + later


def test_the_id_of_a_message_is_never_given_again(store: Store) -> None:
    """Protects delivery reports: one that comes late is about its own message, also where that is gone by now."""
    enqueue(store, "chat", "one", "two")
    last = store.outbox.list_waiting("chat")[-1].id
    store.outbox.note_sent([each.id for each in store.outbox.list_waiting("chat")], NOW)
    sweep(store, NOW + SENT_KEPT + SECOND)
    enqueue(store, "chat", "three")
    assert [each.id > last for each in store.outbox.list_waiting("chat")] == [True]


def test_messages_are_sent_in_order_within_each_chat(store: Store) -> None:
    """Protects "in order per chat", whatever is enqueued to others in between."""
    for number in range(5):
        enqueue(store, "left", f"l{number}")
        enqueue(store, "right", f"r{number}")
    assert sent_in_turn(store.outbox, "right", NOW) == ["r0", "r1", "r2", "r3", "r4"]
    assert sent_in_turn(store.outbox, "left", NOW) == ["l0", "l1", "l2", "l3", "l4"]
    assert store.outbox.count_waiting() == 0


def test_a_chat_whose_first_message_is_in_other_hands_gives_nothing(store: Store) -> None:
    """Protects the order: a second sender does not overtake the first, until its lease is over."""
    enqueue(store, "chat", "one", "two")
    first = store.outbox.claim("chat", NOW)
    assert texts([first]) == ["one"]
    assert store.outbox.claim("chat", NOW + LEASE - SECOND) is None
    assert texts([store.outbox.claim("chat", NOW + LEASE)]) == ["one"], "its sender died, so it is given again"


def test_two_senders_never_hold_the_same_message(where: StoreLocation) -> None:
    """Protects people from the same message twice: ten chats, two senders at once, each message claimed by one."""
    with store_at(where) as left, store_at(where) as right:
        for number in range(10):
            enqueue(left, f"chat {number}", "only")
        claimed: list[Outgoing] = []

        def claim(store: Store) -> None:
            claimed.extend(
                message for number in range(10) if (message := store.outbox.claim(f"chat {number}", NOW)) is not None
            )

        senders = [Thread(target=claim, args=[store]) for store in (left, right)]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()
        assert len(claimed) == len({message.id for message in claimed}) == 10


def test_a_message_that_failed_is_tried_again_when_it_is_due_and_still_first(store: Store) -> None:
    """Protects "with retries": it keeps its place, counts its attempts, and holds back the ones after it."""
    enqueue(store, "chat", "one", "two")
    first = store.outbox.claim("chat", NOW)
    assert first is not None
    store.outbox.note_failed(first.id, NOW + 5 * SECOND)
    assert store.outbox.claim("chat", NOW + 4 * SECOND) is None
    again = store.outbox.claim("chat", NOW + 5 * SECOND)
    assert again is not None
    assert (again.id, again.attempts) == (first.id, 1)


def test_what_was_sent_is_not_given_back(store: Store) -> None:
    """Protects from a late failure: a message that was sent stays sent."""
    enqueue(store, "chat", "one")
    message = store.outbox.claim("chat", NOW)
    assert message is not None
    store.outbox.note_sent([message.id], NOW)
    store.outbox.note_failed(message.id, NOW)
    assert store.outbox.claim("chat", NOW + LEASE) is None
    assert store.outbox.count_waiting() == 0


def test_a_text_is_deleted_once_it_was_sent(store: Store) -> None:
    """Protects "a text is deleted once sent": its row holds when, and nothing of it."""
    enqueue(store, "chat", "one", "two")
    store.outbox.note_sent([store.outbox.list_waiting("chat")[0].id], NOW)
    assert texts(store.outbox.list_waiting("chat")) == ["two"]
    sealed = [row[5] for row in sorted(everything(store.database)["outbox"])]
    assert len(sealed[0]) < 50, "nothing is sealed any more"
    assert len(sealed[1]) > 4_000


def test_what_was_shown_meanwhile_is_sent_with_the_event(store: Store) -> None:
    """Protects the terminal: a reply that was shown is noted in the transaction of the next event."""
    enqueue(store, "chat", "one")
    (message,) = store.outbox.list_waiting("chat")
    store.take(InboundEvent("test", "next", "chat", AccountName("anna"), NOW), lambda _: None, sent=[message.id])
    assert store.outbox.list_waiting("chat") == []


def test_claiming_any_pages_through_all_chats(store: Store) -> None:
    """Protects every chat from being starved: page by page, each chat gives its first message once."""
    for number in range(7):
        enqueue(store, f"chat {number}", f"{number} first", f"{number} second")
    found: list[Outgoing] = []
    after, pages = b"", 0
    while pages == 0 or after:
        some, after = store.outbox.claim_any(NOW, after, most=3)
        found += some
        pages += 1
    assert sorted(texts(found)) == [f"{number} first" for number in range(7)]
    assert pages == 3
    assert store.outbox.claim_any(NOW) == ([], b""), "they are all leased now"


def test_a_chat_that_is_not_due_keeps_no_other_waiting(store: Store) -> None:
    """Protects "a blocked chat stops alone"."""
    enqueue(store, "blocked", "one", at=NOW + timedelta(hours=1))
    enqueue(store, "free", "two")
    found, _ = store.outbox.claim_any(NOW)
    assert texts(found) == ["two"]


def test_a_forgotten_screening_takes_its_messages_along(store: Store) -> None:
    """Protects "what is forgotten stays forgotten": nothing of it is sent any more."""
    person = Person(store)
    person.begin()
    person.says("120")
    enqueue(store, "chat of anna", "of no screening")
    store.take(person.inbound(), forgetting(person))
    assert sent_in_turn(store.outbox, "chat of anna", NOW) == ["of no screening"]


def test_a_message_moved_to_another_chat_does_not_open(store: Store) -> None:
    """Protects people from each other's replies: the row's identity is sealed with the text."""
    enqueue(store, "chat", "one")
    with store.database.writing() as connection:
        connection.exec_driver_sql("UPDATE outbox SET part = 1")
    with pytest.raises(Exception, match="a message in the outbox was changed outside of this program"):
        store.outbox.list_waiting("chat")


def done(store: Store, name: str, handle: Callable[[UnitOfWork], Any], at: datetime = NOW) -> Any:
    """Handles an event of anna's chat, and returns what came of it."""
    return store.take(InboundEvent("test", name, "chat of anna", AccountName("anna"), at), handle).value


def all_sent(store: Store, chat: str, now: datetime = NOW, first: int = 101) -> list[Outgoing]:
    """Sends all that waits for a chat, with receipts that count up from `first`."""
    found: list[Outgoing] = []
    while (message := store.outbox.claim(chat, now)) is not None:
        sent_as(store, message.id, first + len(found), now)
        found.append(message)
    return found


def test_new_messages_edits_and_deletions_keep_one_order(store: Store) -> None:
    """Protects "in order per chat" for edits too: an answered question is edited before the next one is sent."""

    def handle(uow: UnitOfWork) -> None:
        uow.enqueue([make_message("Next?", (Button("Yes", "yes"),), 2)])
        uow.enqueue_edit(make_message("First? - No"), question=1)
        uow.enqueue_delete(77)
        uow.enqueue([make_message("That is all.", (), 2)])
        uow.enqueue_edit(make_message("Hello"), target=78)

    done(store, "1", handle)
    found = all_sent(store, "chat of anna")
    assert [(each.do, each.message.text, each.target, each.question) for each in found] == [
        (Do.SEND, "Next?", None, 2),
        (Do.EDIT, "First? - No", None, 1),
        (Do.DELETE, "", 77, None),
        (Do.SEND, "That is all.", None, None),
        (Do.EDIT, "Hello", 78, None),
    ]
    assert {each.chat for each in found} == {"chat of anna"}


def test_an_edit_names_its_message(store: Store) -> None:
    """Protects from a text that takes no message's place."""
    with pytest.raises(ValueError, match="an edit names no message; name the question"):
        done(store, "1", lambda uow: uow.enqueue_edit(make_message("x")))


def test_edits_of_a_screening_are_sealed_and_forgotten_with_it(store: Store) -> None:
    """Protects answers in an edited question: they are sealed with the screening's key, and forgotten with it."""
    person = Person(store)
    stored = person.begin()
    all_sent(store, "chat of anna")
    for name in "12":
        done(
            store,
            name,
            lambda uow: uow.enqueue_edit(make_message("Age: 120 days"), uow.find_by_id(stored.id), question=1),
        )
    done(store, "3", lambda uow: uow.enqueue_delete(7))
    assert {each.screening for each in store.outbox.list_waiting("chat of anna")} == {stored.id, None}
    store.take(person.inbound(), forgetting(person))
    assert [each.do for each in store.outbox.list_waiting("chat of anna")] == [Do.DELETE], (
        "a message with dates is deleted all the same"
    )
    assert store.outbox.find_receipt("chat of anna", stored.id, 1) is None


def test_the_message_that_asked_a_question_is_found(store: Store) -> None:
    """Protects "the answered question is edited": by chat, screening and number, the last one of several."""
    person = Person(store)
    stored = person.begin()
    person.says("120")
    assert store.outbox.find_receipt("chat of anna", stored.id, 1) is None, "it was not sent yet"
    sent = all_sent(store, "chat of anna")
    asked = {each.question: 101 + place for place, each in enumerate(sent) if each.question is not None}
    assert sorted(asked) == [1, 2]
    for question, receipt in asked.items():
        assert store.outbox.find_receipt("chat of anna", stored.id, question) == receipt
        assert store.outbox.find_receipt("chat of bob", stored.id, question) is None
        assert store.outbox.find_receipt("chat of anna", None, question) is None
        assert store.outbox.find_receipt("chat of anna", Person(store, "bob").begin().id, question) is None
    done(
        store,
        "again",
        lambda uow: uow.enqueue([make_message("Again?", (Button("No", "no"),), 1)], uow.find_by_id(stored.id)),
    )
    done(store, "edit", lambda uow: uow.enqueue_edit(make_message("Changed"), uow.find_by_id(stored.id), question=1))
    all_sent(store, "chat of anna", first=501)
    assert store.outbox.find_receipt("chat of anna", stored.id, 1) == 501, "an edit is not the message that asked"


def test_a_question_of_no_screening_is_found(store: Store) -> None:
    """Protects the first question, asked before any screening is stored: it is edited like the others."""
    enqueue(store, "chat", "Age?")
    all_sent(store, "chat")
    assert store.outbox.find_receipt("chat", None, 3) == 101
    assert store.outbox.find_receipt("chat", None, 4) is None


def test_a_receipt_comes_once_and_takes_the_text(store: Store) -> None:
    """Protects "a text is deleted once sent" from a second sender: the first receipt stays, and sent is sent."""
    enqueue(store, "chat", "one")
    (message,) = store.outbox.list_waiting("chat")
    sent_as(store, message.id, 41)
    sent_as(store, message.id, 42)
    store.outbox.note_failed(message.id, NOW)
    assert store.outbox.find_receipt("chat", None, 3) == 41
    assert store.outbox.count_waiting() == 0
    assert len(everything(store.database)["outbox"][0][5]) < 50


def test_receipts_are_kept_for_sixty_days_and_other_notes_for_two(store: Store) -> None:
    """Protects both: a question can be edited long after it was asked, and no receipt stays for ever."""
    enqueue(store, "chat", "with", "without", "waiting")
    first, second, _ = store.outbox.list_waiting("chat")
    sent_as(store, first.id, 41)
    store.outbox.note_sent([second.id], NOW)

    def left(after: timedelta) -> int:
        sweep(store, NOW + after)
        return len(everything(store.database)["outbox"])

    assert [left(SENT_KEPT), left(SENT_KEPT + SECOND), left(RECEIPTS_KEPT), left(RECEIPTS_KEPT + SECOND)] == [
        3,
        2,
        2,
        1,
    ]
    assert texts(store.outbox.list_waiting("chat")) == ["waiting"]


def test_a_blocked_chat_stops_alone_and_goes_on_where_it_was(store: Store) -> None:
    """Protects "a blocked chat stops alone": nobody claims its messages, none is lost, and others' pages stay full."""
    for chat in ("a", "b", "c"):
        enqueue(store, chat, f"{chat}1", f"{chat}2")
    held = store.outbox.claim("b", NOW)
    assert held is not None
    store.outbox.note_failed(held.id, NOW)
    store.outbox.note_blocked("b", NOW)
    store.outbox.note_blocked("b", NOW + SECOND)
    later = NOW + 2 * LEASE
    assert store.outbox.claim("b", later) is None
    found, after = store.outbox.claim_any(later, most=2)
    assert sorted(texts(found)) == ["a1", "c1"]
    assert store.outbox.claim_any(later, after, most=2)[0] == []
    assert len(store.outbox.list_waiting("b")) == 2
    store.outbox.note_unblocked("b")
    assert sent_in_turn(store.outbox, "b", later) == ["b1", "b2"]


def test_claiming_any_is_one_commit_and_gives_the_oldest_first(store: Store) -> None:
    """Protects the writer's thread from a long outbox: forty chats are claimed together."""
    for number in range(40):
        enqueue(store, f"chat {number}", f"{number}")
    begun: list[object] = []

    def note(connection: object) -> None:
        begun.append(connection)

    event.listen(store.database.engine, "begin", note)
    found, _ = store.outbox.claim_any(NOW)
    assert texts(found) == [f"{number}" for number in range(40)]
    assert len(begun) == 1


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["enqueue", "claim", "sent", "failed", "wait"]), st.sampled_from("ab"), st.integers(0, 90)
    ),
    max_size=25,
)


@settings(max_examples=25, deadline=None)
@given(STEPS)
def test_whatever_senders_do_each_chat_is_sent_in_order_and_in_full(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str, int]]
) -> None:
    """Protects "in order per chat, with retries": any course of enqueuing and claiming loses and swaps nothing."""
    with store_at(place(tmp_path_factory.mktemp("outbox"))) as store:
        now = NOW
        enqueued: dict[str, list[str]] = {"a": [], "b": []}
        sent: dict[str, list[str]] = {"a": [], "b": []}
        held: dict[str, Outgoing] = {}
        for what, chat, number in steps:
            if what == "enqueue":
                enqueued[chat].append(f"{len(enqueued[chat])}")
                enqueue(store, chat, enqueued[chat][-1], at=now)
            elif what == "claim" and (message := store.outbox.claim(chat, now)) is not None:
                held[chat] = message
            elif what == "wait":
                now += number * SECOND
            elif what in ("sent", "failed") and chat in held:
                message = held.pop(chat)
                if what == "failed":
                    store.outbox.note_failed(message.id, now + number * SECOND)
                else:
                    store.outbox.note_sent([message.id], now)
                    sent[chat].append(message.message.text)
        for chat, before in sent.items():
            assert before + sent_in_turn(store.outbox, chat, now + 2 * LEASE) == enqueued[chat]


def test_a_message_that_cannot_be_read_holds_up_its_own_chat_only(store: Store) -> None:
    """Protects the other chats from one damaged row: it is noted, and those behind it are reached all the same."""
    people = [Person(store, name) for name in ("anna", "bob", "carl")]
    for person in people:
        person.begin()
    with store.database.writing() as connection:
        first = connection.execute(select(outbox.c.id).order_by(outbox.c.id)).scalars().first()
        connection.execute(update(outbox).where(outbox.c.id == first).values(sealed=b"rubbish"))
    found, after = store.outbox.claim_any(NOW)
    assert sorted(each.chat for each in found) == ["chat of bob", "chat of carl"]
    assert after == b""


def test_what_only_closes_is_passed_by_whatever_is_awaited(store: Store) -> None:
    """Protects the quick tapper: messages, deletions and pages of buttons pass edits, and none is lost by it."""

    def handle(uow: UnitOfWork) -> None:
        uow.enqueue_edit(make_message("First? - No"), question=1)
        uow.enqueue_edit(NOTHING, target=76)
        uow.enqueue([make_message("Next?", (Button("Yes", "yes"),), 2)])
        uow.enqueue_edit(make_message("", (Button("No", "no"),), 2), question=2)
        uow.enqueue_delete(77)

    done(store, "1", handle)
    for do in (Do.SEND, Do.EDIT, Do.DELETE):
        message = store.outbox.claim("chat of anna", NOW, passes_closing=True)
        assert message is not None
        assert message.do is do
        store.outbox.note_sent([message.id], NOW)
    with pytest.raises(ClosingEditError):
        store.outbox.claim("chat of anna", NOW, passes_closing=True)
    assert [each.target for each in all_sent(store, "chat of anna")] == [None, 76]
    assert store.outbox.claim("chat of anna", NOW, passes_closing=True) is None


def test_only_what_closes_is_passed(store: Store) -> None:
    """Protects "in order per chat": a message in other hands, or one that fails its seal, is not overtaken."""
    enqueue(store, "chat", "one", "two")
    first = store.outbox.claim("chat", NOW)
    assert first is not None
    assert store.outbox.claim("chat", NOW, passes_closing=True) is None
    store.outbox.give_back([first.id])
    with store.database.writing() as connection:
        connection.execute(update(outbox).where(outbox.c.id == first.id).values(attempts=7))
    assert store.outbox.claim("chat", NOW, passes_closing=True) is None


def test_an_edit_finds_the_message_from_before_it(store: Store) -> None:
    """Protects the open question: an edit that was passed closes the old copy, not the one that was sent meanwhile."""
    stored = Person(store).begin()
    all_sent(store, "chat of anna")

    def asking(uow: UnitOfWork) -> None:
        uow.enqueue([make_message("First?", (Button("Yes", "yes"),), 1)], uow.find_by_id(stored.id))

    done(store, "1", asking)
    all_sent(store, "chat of anna", first=501)
    done(store, "2", lambda uow: uow.enqueue_edit(NOTHING, uow.find_by_id(stored.id), question=1))
    done(store, "3", asking)
    edit, _ = store.outbox.list_waiting("chat of anna")
    said = store.outbox.claim("chat of anna", NOW, passes_closing=True)
    assert said is not None
    sent_as(store, said.id, 502, NOW)
    assert store.outbox.find_receipt("chat of anna", stored.id, 1, edit.id) == 501
    assert store.outbox.find_receipt("chat of anna", stored.id, 1) == 502
