"""The writer: one thread, shared commits, and nobody harmed by what another one submitted."""

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager
from itertools import count
from threading import Barrier, Event, Thread, current_thread

import pytest
from messages import make_message
from sqlalchemy import event, insert
from stores import NOW, store_at

from storage.database.schema import accounts, events
from storage.model.errors import Unavailable
from storage.model.people import AccountName
from storage.model.stored import InboundEvent
from storage.opening.location import StoreLocation
from storage.outbox.delivery_reports import DeliveryReport
from storage.unit_of_work.batch import EventHandler, EventResult
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import UnitOfWork
from storage.unit_of_work.writer_thread import Writer

pytestmark = pytest.mark.both_databases

SOON = 30.0


def inbound(name: str, chat: str = "chat") -> InboundEvent:
    return InboundEvent("test", name, chat, AccountName("anna"), NOW)


def saying(text: str) -> EventHandler:
    """Returns a handler that posts a text, and returns it."""

    def handle(uow: UnitOfWork) -> str:
        uow.enqueue([make_message(text)])
        return text

    return handle


def raising(fault: BaseException) -> EventHandler:
    """Returns a handler that posts something, and then raises."""

    def handle(uow: UnitOfWork) -> None:
        uow.enqueue([make_message("never")])
        raise fault

    return handle


@contextmanager
def held(writer: Writer) -> Iterator[None]:
    """Keeps the writer's thread busy for as long as the block lasts, so that what is submitted meanwhile waits."""
    busy, go_on = Event(), Event()

    def hold() -> None:
        busy.set()
        assert go_on.wait(SOON)

    writer.call(hold)
    assert busy.wait(SOON)
    try:
        yield
    finally:
        go_on.set()


@contextmanager
def commits(store: Store) -> Iterator[list[object]]:
    """Counts the transactions that a store commits."""
    counted: list[object] = []

    def note(connection: object) -> None:
        counted.append(connection)

    event.listen(store.database.engine, "commit", note)
    try:
        yield counted
    finally:
        event.remove(store.database.engine, "commit", note)


def list_texts(store: Store, chat: str = "chat") -> list[str]:
    return [message.message.text for message in store.outbox.list_waiting(chat, 10_000)]


def ended(futures: list[Future[EventResult]]) -> list[Future[EventResult]]:
    assert wait(futures, SOON).not_done == set()
    return futures


def test_what_waits_shares_a_commit(store: Store) -> None:
    """Protects "under load a batch shares a commit": three commits store 120 waiting events, each in its order."""
    sizes: list[int] = []
    with Writer(store, observe=lambda size, _: sizes.append(size)) as writer, commits(store) as counted:
        with held(writer):
            futures = [writer.submit(inbound(f"{number}"), saying(f"{number}")) for number in range(120)]
            assert not any(future.done() for future in futures)
        values = [future.result(SOON).value for future in futures]
    assert values == [f"{number}" for number in range(120)]
    assert len(counted) == 3
    assert sizes == [50, 50, 20]
    assert list_texts(store) == values


def test_one_event_is_not_kept_waiting_for_others(store: Store) -> None:
    """Protects "no busy waiting", nor for other events: an event alone is committed at once, by itself."""
    with Writer(store) as writer, commits(store) as counted:
        for number in range(3):
            taken = writer.submit(inbound(f"{number}"), saying("x")).result(SOON)
            assert taken == EventResult(is_duplicate=False, value="x", posted=[number + 1])
    assert len(counted) == 3


def test_an_idle_writer_uses_no_time(store: Store) -> None:
    """Protects "no busy waiting": a second of nothing to do costs next to nothing of the processor."""
    with Writer(store) as writer:
        writer.submit(inbound("1"), saying("x")).result(SOON)
        before = time.process_time()
        time.sleep(0.5)
        assert time.process_time() - before < 0.1


def test_each_thread_is_served_in_its_order(store: Store) -> None:
    """Protects "each in order": eight threads submit at once, and the events of each are stored in its order."""
    begin = Barrier(8)
    futures: list[Future[EventResult]] = []

    def speak(name: str) -> None:
        begin.wait(SOON)
        futures.extend(writer.submit(inbound(f"{name}{number}", name), saying(f"{number}")) for number in range(40))

    with Writer(store) as writer:
        threads = [Thread(target=speak, args=[name]) for name in "abcdefgh"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        ended(futures)
    assert len(futures) == 320
    for name in "abcdefgh":
        assert list_texts(store, name) == [f"{number}" for number in range(40)]


def test_two_hundred_tasks_at_once_are_all_answered(store: Store) -> None:
    """Protects "200 chats at once: 0 errors": each gets its own result, and an event that came twice has one effect."""

    async def everybody() -> list[EventResult]:
        names = [f"{number}" for number in range(200)]
        return await asyncio.gather(*(writer.take(inbound(name, name), saying(name)) for name in [*names, *names]))

    with Writer(store) as writer, commits(store) as counted:
        taken = asyncio.run(everybody())
    assert [each.value for each in taken[:200]] == [f"{number}" for number in range(200)]
    assert all(each.is_duplicate for each in taken[200:])
    assert [list_texts(store, f"{number}") for number in range(200)] == [[f"{number}"] for number in range(200)]
    assert len(counted) < 200


@pytest.mark.parametrize(
    ("fault", "raised"),
    [
        (ValueError("spoilt"), ValueError),
        (Unavailable("the handler says so"), Unavailable),
        (StopIteration(), RuntimeError),
        (SystemExit(), SystemExit),
        (KeyboardInterrupt(), KeyboardInterrupt),
    ],
    ids=repr,
)
def test_a_handler_that_raises_harms_nobody(store: Store, fault: BaseException, raised: type[BaseException]) -> None:
    """Protects "the rest go on": an event that cannot be parsed has its own fault, and leaves nothing behind."""
    with Writer(store) as writer:
        with held(writer):
            futures = [writer.submit(inbound(name), raising(fault) if name == "2" else saying(name)) for name in "123"]
        ended(futures)
        assert [future.exception() is None for future in futures] == [True, False, True]
        assert isinstance(futures[1].exception(), raised)
        assert list_texts(store) == ["1", "3"]
        assert writer.submit(inbound("2"), saying("again")).result(SOON).value == "again", (
            "it was not taken, so it may come again"
        )


def test_what_cannot_be_written_harms_nobody(store: Store) -> None:
    """Protects a batch from an event whose message no database takes: it alone fails, although the first commit did."""
    with Writer(store) as writer:
        with held(writer):
            futures = [writer.submit(inbound(name), saying("\ud800" if name == "2" else name)) for name in "123"]
        assert [future.exception(SOON) is None for future in futures] == [True, False, True]
    assert list_texts(store) == ["1", "3"]


def test_a_slow_handler_only_delays(store: Store) -> None:
    """Protects later events: one submitted while a handler takes its time is accepted at once, and stored after."""
    slow = Event()

    def handle(_: UnitOfWork) -> str:
        assert slow.wait(SOON)
        return "late"

    with Writer(store) as writer:
        first = writer.submit(inbound("slow"), handle)
        others = [writer.submit(inbound(f"{number}"), saying(f"{number}")) for number in range(20)]
        slow.set()
        assert first.result(SOON).value == "late"
        assert [future.result(SOON).value for future in others] == [f"{number}" for number in range(20)]


def test_where_nothing_can_be_kept_the_whole_batch_is_told_and_the_next_is_tried(where: StoreLocation) -> None:
    """Protects "no acknowledged answer is lost": nothing is acknowledged, and the writer goes on when it can again."""

    class Failing(Store):
        is_down = False

        def take_all(self, requests: object, done: object = (), *more: object) -> list[EventResult]:
            if self.is_down:
                raise Unavailable("the disk is full; nothing was changed, make room and try again")
            return super().take_all(requests, done, *more)  # type: ignore[arg-type]

    with store_at(where) as plain:
        store = Failing(plain.database, plain.keyring, plain.anchor, plain.journal, plain.retention)
        with Writer(store) as writer:
            store.is_down = True
            with held(writer):
                futures = [writer.submit(inbound(name), saying(name)) for name in "123"]
            assert all(isinstance(future.exception(SOON), Unavailable) for future in futures)
            store.is_down = False
            assert [writer.submit(inbound(name), saying(name)).result(SOON).is_duplicate for name in "123"] == [
                False
            ] * 3
        assert list_texts(store) == ["1", "2", "3"]


def test_a_lost_race_is_run_again_with_the_whole_batch(store: Store) -> None:
    """Protects a batch from another process: where it was first, all is done again, and each event has one effect."""
    is_first = [True]

    def handle(uow: UnitOfWork) -> str:
        row = {"account": bytes(16), "person": bytes(16), "role": "tester", "let_in_at": 0, "sealed": b""}
        uow.begin_writing().execute(insert(accounts), row)
        if is_first.pop() if is_first else False:
            uow.begin_writing().execute(insert(accounts), row)
        return uow.inbound.id

    with Writer(store) as writer:
        with held(writer):
            futures = [writer.submit(inbound("1"), saying("1")), writer.submit(inbound("2"), handle)]
        assert [future.result(SOON).value for future in futures] == ["1", "2"]
    assert list_texts(store) == ["1"]


def test_other_work_has_its_turn_on_the_same_thread(store: Store) -> None:
    """Protects SQLite's one writer: a claim is done between batches, in the order in which the work came."""
    with Writer(store) as writer:
        with held(writer):
            writer.submit(inbound("1"), saying("1"))
            claimed = writer.call(store.outbox.claim, "chat", NOW)
            named = writer.call(lambda: current_thread().name)
            writer.submit(inbound("2"), saying("2"))
            depth = writer.call(store.outbox.count_waiting)
        message = claimed.result(SOON)
        assert message is not None
        assert (message.message.text, named.result(SOON), depth.result(SOON)) == ("1", "writer", 2)


def test_other_work_that_fails_harms_nobody(store: Store) -> None:
    """Protects the writer's thread from whatever it is asked to do."""
    with Writer(store) as writer:
        failed = writer.call(int, "no number")
        assert isinstance(failed.exception(SOON), ValueError)
        assert writer.submit(inbound("1"), saying("1")).result(SOON).value == "1"


def test_who_counts_does_not_stop_who_writes(store: Store) -> None:
    """Protects the intake from its metrics."""

    def observe(size: int, seconds: float) -> None:
        assert seconds > 0
        raise ArithmeticError(size)

    with Writer(store, observe=observe) as writer:
        assert [writer.submit(inbound(name), saying(name)).result(SOON).value for name in "12"] == ["1", "2"]


def test_an_event_that_is_given_up_before_its_turn_is_not_taken(store: Store) -> None:
    """Protects from unwanted effects: a task that is cancelled in time leaves nothing, and others go on."""
    with Writer(store) as writer:
        with held(writer):
            futures = [writer.submit(inbound(name), saying(name)) for name in "123"]
            assert futures[1].cancel()
            assert writer.call(store.outbox.count_waiting).cancel()
        assert [futures[0].result(SOON).value, futures[2].result(SOON).value] == ["1", "3"]
    assert list_texts(store) == ["1", "3"]


def test_closing_finishes_what_was_accepted_and_accepts_no_more(where: StoreLocation) -> None:
    """Protects "graceful stop, nothing half-done": a busy writer stores what it accepted, and refuses the rest."""
    accepted: list[Future[EventResult]] = []
    refused: list[str] = []

    def speak(name: str) -> None:
        for number in count():
            try:
                accepted.append(writer.submit(inbound(f"{name}{number}"), saying(name)))
            except Unavailable as fault:
                refused.append(str(fault))
                return
            time.sleep(0.001)

    with store_at(where) as store:
        writer = Writer(store)
        threads = [Thread(target=speak, args=[name]) for name in "abcd"]
        with held(writer):
            for thread in threads:
                thread.start()
            while len(accepted) < 20:
                time.sleep(0.001)
            closing = Thread(target=writer.close)
            closing.start()
            for thread in threads:
                thread.join()
        closing.join(SOON)
        assert not closing.is_alive()
        assert all(future.result(0).value in "abcd" for future in accepted)
        assert len(refused) == 4
        assert refused[0].startswith("the writer is closed: ")
        assert len(list_texts(store)) == len(accepted)
        writer.close()
        with pytest.raises(Unavailable, match="the writer is closed"):
            writer.call(store.outbox.count_waiting)


def test_the_ids_of_a_batch_are_kept_with_what_it_caused(store: Store) -> None:
    """Protects the count of commits above from an empty one: the table of events holds the id of each event."""
    with Writer(store) as writer:
        with held(writer):
            futures = [writer.submit(inbound(name), saying(name)) for name in "123"]
        ended(futures)
        with store.reading() as repository:
            found = repository.connection.execute(events.select().order_by(events.c.id)).all()
    assert [row.id for row in found] == ["1", "2", "3"]


# what is noted of the outbox


def waiting_after(store: Store, *texts: str) -> list[int]:
    """Posts texts, and returns their places in the outbox."""
    for text in texts:
        store.take(inbound(f"posts {text}"), saying(text))
    return [each.id for each in store.outbox.list_waiting("chat")]


def test_notes_share_the_commit_of_the_next_events(store: Store) -> None:
    """Protects the speed of a turn: a sent message costs no transaction; its text goes with the next event."""
    first, second = waiting_after(store, "one", "two")
    with Writer(store) as writer, commits(store) as counted:
        with held(writer):
            writer.note(DeliveryReport(first, 41, NOW))
            writer.note(DeliveryReport(second, None, NOW))
            future = writer.submit(inbound("1"), saying("three"))
        future.result(SOON)
        assert len(counted) == 1
        assert [each.message.text for each in store.outbox.list_waiting("chat")] == ["three"]


def test_a_note_that_nothing_follows_is_kept_soon_and_at_the_end(store: Store) -> None:
    """Protects "a text is deleted once sent" in a quiet hour, and when the program ends."""
    first, second = waiting_after(store, "one", "two")
    with Writer(store) as writer:
        writer.note(DeliveryReport(first, 41, NOW))
        until = time.monotonic() + SOON
        while store.outbox.count_waiting() > 1 and time.monotonic() < until:
            time.sleep(0.01)
        assert store.outbox.count_waiting() == 1
        writer.note(DeliveryReport(second, 42, NOW))
    assert store.outbox.count_waiting() == 0


def test_whoever_asks_the_outbox_finds_it_noted(store: Store) -> None:
    """Protects the order of a chat: the message after one that was sent can be claimed at once."""
    first, second = waiting_after(store, "one", "two")
    with Writer(store) as writer:
        writer.note(DeliveryReport(first, 41, NOW))
        claimed = writer.call(store.outbox.claim, "chat", NOW).result(SOON)
    assert claimed is not None
    assert claimed.id == second


def test_a_note_that_cannot_be_kept_is_kept_later(where: StoreLocation) -> None:
    """Protects "no message is sent twice" for want of a note: a database that fails for a while loses none."""

    class Failing(Store):
        is_down = True

        def take_all(self, requests: object, done: object = (), *more: object) -> list[EventResult]:
            if self.is_down:
                raise Unavailable("the disk is full; nothing was changed, make room and try again")
            return super().take_all(requests, done, *more)  # type: ignore[arg-type]

    with store_at(where) as plain:
        store = Failing(plain.database, plain.keyring, plain.anchor, plain.journal, plain.retention)
        (first,) = waiting_after(plain, "one")
        with Writer(store) as writer:
            writer.note(DeliveryReport(first, 41, NOW))
            writer.call(lambda: None).result(SOON)
            with pytest.raises(Unavailable):
                writer.submit(inbound("1"), saying("two")).result(SOON)
            assert plain.outbox.count_waiting() == 1
            store.is_down = False
            writer.submit(inbound("1"), saying("two")).result(SOON)
            assert [each.message.text for each in plain.outbox.list_waiting("chat")] == ["two"]
