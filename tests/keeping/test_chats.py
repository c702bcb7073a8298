"""Chat states: each is stored with the event that changed it, whatever fails, repeats or comes at once."""

from collections.abc import Callable
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from faulty import everything
from messages import make_message
from sqlalchemy import event
from stores import NOW, Person, store_at

from storage.features.chats import ActivityCursor, ChatStates, find_active
from storage.features.dead_letters import add_dead_letter
from storage.maintenance.sweep import RECEIPTS_KEPT, sweep
from storage.model.errors import Damaged
from storage.model.people import AccountName
from storage.model.stored import InboundEvent
from storage.opening.location import StoreLocation as StorePlace
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import UnitOfWork
from storage.unit_of_work.writer_thread import Writer

SECOND = timedelta(seconds=1)
Handler = Callable[[UnitOfWork], Any]


def inbound(name: str, chat: str = "telegram:7", after: timedelta = timedelta()) -> InboundEvent:
    return InboundEvent("test", f"{chat} {name}", chat, AccountName("anna"), NOW + after)


def counting(uow: UnitOfWork) -> list[str]:
    """Leaves the chat with the ids of all its events so far, and returns the chat state that it found."""
    chats = ChatStates(uow)
    chat_state: list[str] = chats.read() or []
    chats.save([*chat_state, uow.inbound.id], uow.inbound.chat)
    return chat_state


def spoiling(uow: UnitOfWork) -> None:
    """Leaves the chat with a state, changes the one that it was given, and then raises."""
    chats = ChatStates(uow)
    chat_state = chats.read()
    if chat_state:
        chat_state.append("never")
    chats.save(["never"], "nowhere")
    raise ValueError("spoilt")


def read_state_of(store: Store, chat: str = "telegram:7") -> Any:
    return store.take(inbound(f"look {Person(store).session}", chat), lambda uow: ChatStates(uow).read()).value


def active(store: Store, after: timedelta = timedelta(), most: int = 500) -> list[str]:
    """Returns the addresses of the chats that were active since a time, page by page."""
    found: list[str] = []
    place: ActivityCursor | None = None
    while True:
        with store.reading() as repository:
            some, place = find_active(repository, NOW + after, place, most)
        assert len(some) <= most
        found += some
        if place is None:
            return found


def test_a_chat_state_is_found_as_it_was_left(store: Store) -> None:
    """Protects "come back": plain values of any shape survive, of each chat its own, and a new chat has none."""
    chat_state = {
        "screening": "a0",
        "menu": [["Yes", "yes"]],
        "unkept": None,
        "deep": {"n": [1, 2.5, True]},
        "text": "ü",
    }
    assert store.take(inbound("1"), lambda uow: ChatStates(uow).read()).value is None
    store.take(inbound("2"), lambda uow: ChatStates(uow).save(chat_state, "telegram:7"))
    assert read_state_of(store) == chat_state
    assert read_state_of(store, "telegram:8") is None
    store.take(inbound("3"), lambda uow: ChatStates(uow).save(None, "telegram:7"))
    assert read_state_of(store) is None


def test_a_later_event_of_a_batch_sees_the_chat_state_of_an_earlier_one(store: Store) -> None:
    """Protects order within a shared commit, for new chats and for known ones, with other chats in between."""
    for turn in ("first", "second"):
        requests: list[tuple[InboundEvent, Handler]] = [
            (inbound(f"{turn} {number}", chat), counting)
            for number in range(3)
            for chat in ("telegram:7", "telegram:8")
        ]
        assert [taken.fault for taken in store.take_all(requests)] == [None] * 6
    for chat in ("telegram:7", "telegram:8"):
        assert read_state_of(store, chat) == [
            f"{chat} {turn} {number}" for turn in ("first", "second") for number in range(3)
        ]


def test_an_event_that_fails_leaves_the_chat_state_of_the_one_before(store: Store) -> None:
    """Protects "in one transaction": other events see neither its chat state nor its changes to the screening."""
    for turn in ("first", "second"):
        taken = store.take_all(
            [(inbound(f"{turn} 1"), counting), (inbound(f"{turn} 2"), spoiling), (inbound(f"{turn} 3"), counting)]
        )
        assert [each.fault is None for each in taken] == [True, False, True]
    with pytest.raises(ValueError, match="spoilt"):
        store.take(inbound("alone"), spoiling)
    assert read_state_of(store) == [
        "telegram:7 first 1",
        "telegram:7 first 3",
        "telegram:7 second 1",
        "telegram:7 second 3",
    ]


def test_an_event_that_comes_again_changes_no_chat_state(store: Store) -> None:
    """Protects "one effect each"."""
    for _ in range(3):
        store.take(inbound("1"), counting)
    assert read_state_of(store) == ["telegram:7 1"]


def test_no_chat_state_is_lost_between_two_processes(where: StorePlace) -> None:
    """Protects a chat that two webhook processes serve: every event finds the state that the one before left, once."""
    undone: list[object] = []

    def note(connection: object) -> None:
        undone.append(connection)

    with store_at(where) as left, store_at(where) as right:
        event.listen(left.database.engine, "rollback", note)
        event.listen(right.database.engine, "rollback", note)

        def serve(store: Store, name: str) -> None:
            for number in range(10):
                chats = ("telegram:7", "telegram:8") if name == "left" else ("telegram:8", "telegram:7")
                store.take_all([(inbound(f"{name} {number}", chat), counting) for chat in chats])

        threads = [Thread(target=serve, args=[left, "left"]), Thread(target=serve, args=[right, "right"])]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert undone == [], "batches with the same chats in another order do not wait for each other"
        for chat in ("telegram:7", "telegram:8"):
            found = read_state_of(left, chat)
            assert sorted(found) == sorted(
                f"{chat} {name} {number}" for name in ("left", "right") for number in range(10)
            )
            assert [each for each in found if "left" in each] == [f"{chat} left {number}" for number in range(10)]


def test_active_chats_are_found_page_by_page(store: Store) -> None:
    """Protects "the open question is sent again only to chats that were active shortly before": once to each."""
    for number in range(10):
        store.take(inbound("1", f"telegram:{number}", (number // 2) * SECOND), counting)
    for most in (1, 2, 3, 7, 500):
        found = active(store, 2 * SECOND, most)
        assert len(found) == 6
        assert sorted(found) == [f"telegram:{number}" for number in range(4, 10)]
    assert active(store, 5 * SECOND) == []


def test_a_chat_is_active_when_its_state_was_saved_last(store: Store) -> None:
    """Protects from old questions: looking in a chat, or being blocked, is no activity."""
    store.take(inbound("1"), counting)
    store.take(inbound("look", after=9 * SECOND), lambda uow: ChatStates(uow).read())
    assert active(store) == ["telegram:7"]
    assert active(store, SECOND) == []
    store.take(inbound("2", after=3 * SECOND), counting)
    assert active(store, 3 * SECOND) == ["telegram:7"]
    store.outbox.note_blocked("telegram:7", NOW)
    store.outbox.note_blocked("telegram:8", NOW)
    assert active(store) == [], "nothing can be sent to them"
    store.outbox.note_unblocked("telegram:7")
    assert active(store) == ["telegram:7"]


def test_being_blocked_leaves_the_chat_state(store: Store) -> None:
    """Protects whoever blocks the bot and comes back: the screening is where it was, and what waits is sent."""
    store.take(inbound("1"), counting)
    store.outbox.note_blocked("telegram:7", NOW)
    assert read_state_of(store) == ["telegram:7 1"]
    store.take(inbound("2"), lambda uow: uow.enqueue([make_message("Hello again")]))
    assert store.outbox.claim("telegram:7", NOW) is None
    store.take(inbound("3"), counting)
    assert store.outbox.claim("telegram:7", NOW) is not None, "a chat that is heard from is not blocked"
    store.outbox.note_blocked("telegram:9", NOW)
    assert read_state_of(store, "telegram:9") is None
    store.take(inbound("1", "telegram:9"), counting)
    assert read_state_of(store, "telegram:9") == ["telegram:9 1"]


def test_a_chat_is_sealed_and_opens_in_its_own_row_only(store: Store) -> None:
    """Protects addresses and chat states: nobody can read their bytes, or give one chat the state of another."""
    for chat in ("telegram:777777", "telegram:888888"):
        store.take(inbound("1", chat), lambda uow: ChatStates(uow).save({"canary": "singing"}, uow.inbound.chat))
    stored = b"".join(value for row in everything(store.database)["chats"] for value in row if isinstance(value, bytes))
    assert not any(secret in stored for secret in (b"777777", b"telegram", b"canary", b"singing"))
    with store.database.writing() as connection:
        one, other = connection.exec_driver_sql("SELECT sealed FROM chats ORDER BY chat").scalars()
        assert len(one) == len(other)
        mark = "?" if store.database.is_file else "%s"
        connection.exec_driver_sql(f"UPDATE chats SET sealed = {mark}", (one,))
    chat_states = []
    for chat in ("telegram:777777", "telegram:888888"):
        try:
            chat_states.append(read_state_of(store, chat))
        except Damaged as fault:
            assert str(fault).startswith("the seat of a chat was changed outside of this program")  # noqa: PT017 - one of the two raises
    assert chat_states == [{"canary": "singing"}]


def test_what_is_sealed_for_a_screening_is_gone_with_it(store: Store) -> None:
    """Protects "nothing can be read after a forgetting": a chat's state may outlive the screening it speaks of."""
    anna = Person(store)
    kept = anna.begin()
    words = ["a page about KMT2A"]

    def seal(uow: UnitOfWork) -> str:
        return ChatStates(uow).seal(uow.find_by_id(kept.id), words)

    def unseal(uow: UnitOfWork) -> Any:
        return ChatStates(uow).unseal(uow.find_by_id(kept.id), sealed)

    sealed: str = store.take(inbound("1"), seal).value
    assert b"KMT2A".hex() not in sealed
    assert store.take(inbound("2"), unseal).value == words
    with pytest.raises(Damaged, match="the state of a chat"):
        store.take(inbound("3", "telegram:8"), unseal)
    store.take(inbound("4"), lambda uow: uow.forget(kept))
    with pytest.raises(Damaged, match="the state of a chat"):
        store.take(inbound("5"), unseal)


def test_chat_states_hold_under_a_writer(store: Store) -> None:
    """Protects chat states in shared commits: of forty chats with ten events each, every event finds all before it."""
    with Writer(store) as writer:
        futures = [
            writer.submit(inbound(f"{number}", f"telegram:{chat}"), counting)
            for number in range(10)
            for chat in range(40)
        ]
        for position, future in enumerate(futures):
            assert len(future.result(60).value) == position // 40


def test_a_dead_letter_is_added_once_and_holds_nothing_of_its_event(store: Store) -> None:
    """Protects dead letters: they say which, when and why. A repeated event is known, and a sentence is no reason."""
    odd = InboundEvent("telegram", "41", "", AccountName(""), NOW)
    for _ in range(2):
        store.take(odd, lambda uow: add_dead_letter(uow, "unreadable"))
    ((*clear, _),) = everything(store.database)["put_aside"]
    assert clear == ["telegram", "41", int(NOW.timestamp()), "unreadable"]
    for reason in ("what Anna said", "x" * 33, ""):
        with pytest.raises(ValueError, match="one word"):
            store.take(
                InboundEvent("telegram", "42", "", AccountName(""), NOW),
                lambda uow, reason=reason: add_dead_letter(uow, reason),  # type: ignore[misc]
            )
    sweep(store, NOW + RECEIPTS_KEPT)
    assert len(everything(store.database)["put_aside"]) == 1
    sweep(store, NOW + RECEIPTS_KEPT + SECOND)
    assert everything(store.database)["put_aside"] == []
