"""Nothing is destroyed by a clock: a clock that was set is doubted, and while it is doubted nothing is swept."""

from datetime import UTC, datetime, timedelta

import pytest
from intruder import change, remove, rows
from sqlalchemy import select
from stores import NOW, Person, store_at

from storage.audit.chain import read_entry
from storage.crypto.keyring import STORE_CHAIN
from storage.database.schema import clock, events, screenings
from storage.features.handover import LASTS, Handovers
from storage.features.members import Members, Role
from storage.features.one_time_codes import CodeRefusal
from storage.maintenance.clock_guard import ClockGuard, confirm_clock
from storage.maintenance.sweep import sweep
from storage.maintenance.verify import inspect_screening
from storage.model.clock import ClockDoubt, ClockReading
from storage.model.entries import EntryKind
from storage.model.people import PersonId
from storage.opening.location import StoreLocation
from storage.unit_of_work.store import Store

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
FAR = datetime(2099, 1, 1, tzinfo=UTC)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def reading(at: datetime, up: timedelta, boot: str = "one boot") -> ClockReading:
    """Returns what the clocks show: `up` is for how long the machine had been up."""
    return ClockReading(at, boot, up.total_seconds())


def command_looks(store: Store, at: datetime, up: timedelta, boot: str = "one boot") -> ClockDoubt | None:
    """Looks as a command does that begins just now."""
    read = reading(at, up, boot)
    return ClockGuard(store, read).look(read)


def test_a_quiet_weekend_only_delays(store: Store) -> None:
    """Protects both sides of the day: a gap is believed once it goes on for 24 hours of the boot clock, no earlier."""
    assert command_looks(store, NOW, DAY) is None
    monday = NOW + 3 * DAY
    assert command_looks(store, monday, 4 * DAY) is ClockDoubt.AHEAD
    assert command_looks(store, monday + MINUTE, 4 * DAY + MINUTE) is ClockDoubt.AHEAD
    assert command_looks(store, monday + DAY - MINUTE, 5 * DAY - MINUTE) is ClockDoubt.AHEAD
    assert command_looks(store, monday + DAY, 5 * DAY) is None
    assert command_looks(store, monday + 2 * DAY, 6 * DAY) is None


def test_a_day_without_use_is_no_gap(store: Store) -> None:
    """Protects whoever screens once a day from being delayed each time."""
    for day in range(4):
        assert command_looks(store, NOW + day * DAY, day * DAY) is None


def test_a_gap_that_only_the_wall_clock_shows_is_never_believed(store: Store) -> None:
    """Protects from a clock that is set on and on: where the boot clock does not agree, the day begins anew."""
    command_looks(store, NOW, DAY)
    for days in range(2, 40, 2):
        assert command_looks(store, NOW + days * DAY, DAY + days * MINUTE) is ClockDoubt.AHEAD


def test_back_and_forth_is_never_believed(store: Store) -> None:
    """Protects "1970, 2099, back and forth": a day of the boot clock counts for one wall clock only."""
    command_looks(store, NOW, DAY)
    for hours in range(0, 96, 6):
        up = timedelta(hours=hours)
        assert command_looks(store, FAR + up, DAY + up) is ClockDoubt.AHEAD
        assert command_looks(store, LONG_AGO + up, DAY + up) is ClockDoubt.BEHIND
    assert command_looks(store, NOW + 4 * DAY / 5, 5 * DAY) is None, "right again"


def test_after_a_reboot_the_day_begins_anew(store: Store) -> None:
    """Protects from comparing the clocks of two boots, which say nothing of each other."""
    command_looks(store, NOW, DAY)
    assert command_looks(store, FAR, DAY) is ClockDoubt.AHEAD
    assert command_looks(store, FAR + DAY, 2 * DAY, "another boot") is ClockDoubt.AHEAD
    assert command_looks(store, FAR + DAY + DAY, 3 * DAY, "another boot") is None


def test_a_store_of_an_earlier_release_waits_for_a_day_as_well(store: Store) -> None:
    """Protects from an upgrade under a wrong clock: with no record, the clock was believed when the store was made."""
    assert command_looks(store, NOW + 40 * DAY, DAY) is ClockDoubt.AHEAD
    remove(store, clock)
    assert command_looks(store, NOW + 41 * DAY, 2 * DAY) is ClockDoubt.AHEAD, "nor does whoever removes the record"


def test_a_clock_that_is_set_while_a_program_runs_is_doubted_until_it_agrees_again(store: Store) -> None:
    """Protects the serving bot: an hour forth or back is seen by the boot clock, however long it lasts."""
    guard = ClockGuard(store, reading(NOW, DAY))
    assert guard.look(reading(NOW, DAY)) is None
    for hour in (timedelta(hours=1), timedelta(hours=-1)):
        for passed in range(0, 200, 5):
            up = timedelta(hours=passed)
            assert guard.look(reading(NOW + hour + up, DAY + up)) is ClockDoubt.JUMPED
    assert guard.look(reading(NOW + 7 * DAY, 8 * DAY)) is ClockDoubt.AHEAD, "right again, but long unseen"
    assert guard.look(reading(NOW + 8 * DAY, 9 * DAY)) is None


def test_a_clock_that_goes_on_with_the_boot_clock_is_believed(store: Store) -> None:
    """Protects a bot that runs for a year: a clock that is corrected by seconds is not doubted."""
    guard = ClockGuard(store, reading(NOW, DAY))
    for hours in range(0, 24 * 365, 20):
        up = timedelta(hours=hours)
        assert guard.look(reading(NOW + up + timedelta(seconds=hours % 50), DAY + up)) is None


def test_what_a_person_confirms_is_believed_at_once(store: Store) -> None:
    """Protects "or a person confirms it", for commands and for a program that runs. The trail has who did it."""
    guard = ClockGuard(store, reading(NOW, DAY))
    assert guard.look(reading(FAR, DAY)) is ClockDoubt.JUMPED
    carla = Person(store, "carla", now=FAR)
    store.take(carla.inbound(), lambda uow: confirm_clock(uow, reading(FAR + MINUTE, DAY + MINUTE)))
    assert guard.look(reading(FAR + 2 * MINUTE, DAY + 2 * MINUTE)) is None
    assert command_looks(store, FAR + DAY, 2 * DAY) is None
    with store.reading() as repository:
        last = repository.find_last_entry(STORE_CHAIN)
    assert last is not None
    entry = read_entry(store.keyring.store_key, last)
    assert (entry.kind, entry.who, entry.note) == (EntryKind.CLOCK_CONFIRMED, "carla", "2099-01-01 00:01 UTC")


def test_what_was_confirmed_holds_for_that_clock_only(store: Store) -> None:
    """Protects a bot whose clock jumps once more, to another time than the one that was confirmed."""
    guard = ClockGuard(store, reading(NOW, DAY))
    assert guard.look(reading(FAR, DAY)) is ClockDoubt.JUMPED
    store.take(Person(store, now=FAR).inbound(), lambda uow: confirm_clock(uow, reading(FAR, DAY)))
    assert guard.look(reading(FAR + 2 * MINUTE, DAY)) is ClockDoubt.JUMPED


def test_what_was_used_under_a_clock_that_was_ahead_is_kept_from_the_day_that_is_confirmed(store: Store) -> None:
    """Protects people's data from being kept until 2099: once the time is known, their days count from then."""
    ahead, right = Person(store, now=FAR), Person(store, "ben")
    ahead.begin()
    right.begin()
    before = rows(store, screenings, screenings.c.owner == store.keyring.hash_lookup("person", "ben"))
    store.take(Person(store, "carla").inbound(), lambda uow: confirm_clock(uow, reading(NOW, DAY)))
    with store.reading() as repository:
        (stored,) = repository.list_owned(PersonId("anna"))
    assert stored.touched_at == NOW
    assert inspect_screening(store, stored).entries[-1][1].kind is EntryKind.CLOCK_CONFIRMED
    assert rows(store, screenings, screenings.c.owner == store.keyring.hash_lookup("person", "ben")) == before
    assert sweep(store, NOW + 91 * DAY).forgotten == 2


def test_a_doubt_of_a_program_that_runs_holds_for_commands(store: Store) -> None:
    """Protects what the bot holds back from a chat beside it, and lets doctor see it."""
    guard = ClockGuard(store, reading(NOW, DAY))
    assert guard.look(reading(NOW + timedelta(hours=5), DAY)) is ClockDoubt.JUMPED
    assert command_looks(store, NOW + timedelta(hours=5, minutes=1), DAY + MINUTE) is ClockDoubt.JUMPED
    assert command_looks(store, NOW + MINUTE, DAY + MINUTE) is None


def test_two_machines_with_one_database_do_not_hold_each_other_up(store: Store) -> None:
    """Protects bots on two machines: each counts its own day, although there is one record."""
    up = {"one": DAY, "other": 9 * DAY}
    at = NOW + 40 * DAY
    guards = {boot: ClockGuard(store, reading(at, up[boot], boot)) for boot in up}
    for hours in range(24):
        passed = timedelta(hours=hours)
        for boot, guard in guards.items():
            assert guard.look(reading(at + passed, up[boot] + passed, boot)) is ClockDoubt.AHEAD
    for boot, guard in guards.items():
        assert guard.look(reading(at + DAY, up[boot] + DAY, boot)) is None


@pytest.mark.parametrize("column", ["believed_at", "read_at", "boot_seconds"])
def test_a_record_that_was_changed_is_doubted_until_a_person_confirms(store: Store, column: str) -> None:
    """Protects from whoever may write: a record that was made up releases nothing."""
    command_looks(store, NOW, DAY)
    change(store, clock, **{column: int(FAR.timestamp())})
    assert command_looks(store, FAR, DAY) is ClockDoubt.DAMAGED
    store.take(Person(store).inbound(), lambda uow: confirm_clock(uow, reading(NOW, DAY)))
    assert command_looks(store, NOW, DAY) is None


def test_a_damaged_record_keeps_nobody_from_screening(where: StoreLocation) -> None:
    """Protects whoever screens just then: the store opens, and only the sweep waits."""
    with store_at(where) as store:
        command_looks(store, NOW, DAY)
        change(store, clock, believed_at=0)
    with store_at(where) as store:
        Person(store).begin()


def test_a_young_record_is_not_written_again(store: Store) -> None:
    """Protects the speed of a chat's start: the record is written once an hour at most."""
    command_looks(store, NOW, DAY)
    first = rows(store, clock)
    command_looks(store, NOW + 30 * MINUTE, DAY + 30 * MINUTE)
    assert rows(store, clock) == first
    command_looks(store, NOW + 60 * MINUTE, DAY + 60 * MINUTE)
    assert rows(store, clock) != first


@pytest.mark.parametrize("is_running", [True, False], ids=["while it runs", "before it was opened"])
def test_a_clock_that_went_back_dates_nothing_before_the_last_belief(
    where: StoreLocation,
    is_running: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """Protects a screening that is begun in 1970 from the first sweep afterwards, and an event from counting twice."""
    with store_at(where) as store:
        command_looks(store, NOW, DAY)
        if is_running:
            _begin_long_ago(store)
    with store_at(where) as store:
        if not is_running:
            _begin_long_ago(store)
        assert sweep(store, NOW + DAY).forgotten == 0
        with store.database.reading() as connection:
            assert connection.execute(select(events.c.taken_at)).scalars().all() == [int(NOW.timestamp())]
        with store.reading() as repository:
            assert [stored.touched_at for stored in repository.iterate_all()] == [NOW]


def _begin_long_ago(store: Store) -> None:
    person = Person(store, now=LONG_AGO)
    person.begin()


def test_a_code_and_an_invitation_that_expired_stay_dead_when_the_clock_goes_back(store: Store) -> None:
    """Protects "lets in": what had expired when the clock was believed last is not alive again in 1970."""
    anna, ben = Person(store), Person(store, "ben")
    stored = anna.begin()
    code = store.take(anna.inbound(), lambda uow: Handovers(uow).offer(uow.find_by_id(stored.id))).value.code  # type: ignore[arg-type]
    token = store.take(anna.inbound(), lambda uow: Members(uow).invite(Role.TESTER, DAY)).value
    command_looks(store, NOW + LASTS, DAY)
    command_looks(store, NOW + DAY + LASTS, DAY + DAY)
    ben.now = LONG_AGO
    assert isinstance(store.take(ben.inbound(), lambda uow: Handovers(uow).take(code)).value, CodeRefusal)
    assert store.take(ben.inbound(), lambda uow: Members(uow).let_in(ben.inbound().account, token)).value is None


def test_a_code_and_an_invitation_of_a_clock_that_was_ahead_are_dead_once_it_is_right(store: Store) -> None:
    """Protects "lets in": what was made in 2099 does not work for the years until then."""
    anna, ben = Person(store, now=FAR), Person(store, "ben")
    stored = anna.begin()
    code = store.take(anna.inbound(), lambda uow: Handovers(uow).offer(uow.find_by_id(stored.id))).value.code  # type: ignore[arg-type]
    token = store.take(anna.inbound(), lambda uow: Members(uow).invite(Role.TESTER, DAY)).value
    assert isinstance(store.take(ben.inbound(), lambda uow: Handovers(uow).take(code)).value, CodeRefusal)
    assert store.take(ben.inbound(), lambda uow: Members(uow).let_in(ben.inbound().account, token)).value is None
    ben.now = FAR
    assert store.take(ben.inbound(), lambda uow: Members(uow).let_in(ben.inbound().account, token)).value is Role.TESTER


def test_machines_whose_clocks_differ_by_seconds_take_each_others_codes(store: Store) -> None:
    """Protects a colleague whose bot runs on another machine, with a clock that is half a minute behind."""
    anna, ben = Person(store, now=NOW), Person(store, "ben", now=NOW - MINUTE / 2)
    stored = anna.begin()
    code = store.take(anna.inbound(), lambda uow: Handovers(uow).offer(uow.find_by_id(stored.id))).value.code  # type: ignore[arg-type]
    assert store.take(ben.inbound(), lambda uow: Handovers(uow).take(code)).value.owner == "ben"
