"""Timelines: the receipts of a channel that numbers nothing stand in the order of its rooms."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from intruder import rows, sentences
from stores import KEY, NOW, place

from storage.crypto.keys import make_key
from storage.database import schema
from storage.features.chat_rooms import ChatRoom, drop_room, keep_room, list_rooms
from storage.features.device_places import (
    LEASE_LASTS,
    LeaseLost,
    find_place,
    give_up_lease,
    renew_lease,
    take_lease,
)
from storage.features.room_inbox import RoomEvent, RoomNews, list_waiting, take_in
from storage.features.timeline import TimelineEvent, find_event, find_numbers, note_shown
from storage.maintenance.rotation import rotate
from storage.maintenance.sweep import RECEIPTS_KEPT, sweep
from storage.opening.opening import open_store
from storage.unit_of_work.store import Store

CASES = count()

ANNA, ROOM, DEVICE = "matrix:@anna:x", "!room:x", "@bot:x DEVICE"


def at(event: str, chat: str = ANNA) -> TimelineEvent:
    return TimelineEvent(event, ROOM, chat)


def wrote(event: str) -> RoomEvent:
    return RoomEvent(at(event), b'{"a": 1}')


def came_back(event: str) -> RoomEvent:
    return RoomEvent(at(event), None)


def number(store: Store, event: str) -> int:
    return find_numbers(store, [event])[event]


def take(store: Store, *events: RoomEvent, cut: Sequence[str] = (), handled: Sequence[bytes] = ()) -> None:
    lease = take_lease(store, DEVICE, NOW)
    assert lease is not None
    take_in(store, lease, RoomNews("s1", events, cut), NOW, handled)
    give_up_lease(store, lease)


def test_what_is_written_before_ours_came_back_stands_below_it(store: Store) -> None:
    """Protects "a typed answer never counts for a question that the server ordered after it"."""
    take(store, wrote("$1"))
    asked = note_shown(store, at("$asked"), NOW)
    take(store, wrote("$2"), wrote("$3"), came_back("$asked"), wrote("$4"))
    assert number(store, "$1") < number(store, "$2") < number(store, "$3") < asked < number(store, "$4")


def test_what_came_back_before_its_sending_was_noted_has_its_number(store: Store) -> None:
    """Protects quick servers: what we sent may be seen in the room before we are told that it was sent."""
    take(store, came_back("$asked"), wrote("$1"))
    assert note_shown(store, at("$asked"), NOW) == number(store, "$asked") < number(store, "$1")


def test_a_later_one_that_came_back_places_those_before(store: Store) -> None:
    """Protects what comes after a gap: nothing of ours is waited for that will not come."""
    first, second = (note_shown(store, at(each), NOW) for each in ("$a", "$b"))
    take(store, came_back("$b"), wrote("$1"))
    assert first < second < number(store, "$1")


def test_after_a_gap_that_was_too_long_nothing_is_waited_for(store: Store) -> None:
    """Protects the same, where nothing of ours came after the gap."""
    asked = note_shown(store, at("$a"), NOW)
    take(store, wrote("$1"), cut=[ANNA])
    assert asked < number(store, "$1")


def test_a_new_room_begins_after_the_former(store: Store) -> None:
    """Protects who opens another room: what was sent to the former one comes back in no sync."""
    keep_room(store, ChatRoom("!first:x", ANNA), NOW)
    asked = note_shown(store, at("$a"), NOW)
    keep_room(store, ChatRoom("!second:x", ANNA), NOW)
    take(store, wrote("$1"))
    assert asked < number(store, "$1")
    assert [each.room for each in list_rooms(store)] == ["!second:x"]
    drop_room(store, "!second:x")
    assert list_rooms(store) == []


def test_chats_have_orders_of_their_own(store: Store) -> None:
    """Protects others: what is not back in one chat holds back no number of another."""
    asked = note_shown(store, at("$a", "matrix:@ben:x"), NOW)
    take(store, wrote("$1"))
    assert number(store, "$1") >= asked


def test_an_event_comes_once(store: Store) -> None:
    """Protects "answered once": a sync that overlaps with what was filled brings nothing twice."""
    take(store, wrote("$1"), wrote("$1"))
    take(store, wrote("$1"))
    assert [each.place.event for each in list_waiting(store)] == ["$1"]
    take(store, wrote("$1"), handled=[each.key for each in list_waiting(store)])
    assert list_waiting(store) == []


def test_what_waits_is_listed_in_order_with_what_came(store: Store) -> None:
    """Protects the order within a chat across restarts, and that nothing of an event is lost."""
    take(store, wrote("$b"), wrote("$a"))
    take(store, wrote("$c"))
    waiting = list_waiting(store)
    assert [each.place.event for each in waiting] == ["$b", "$a", "$c"]
    assert waiting[0].raw == b'{"a": 1}'
    assert [each.receipt for each in waiting] == sorted(number(store, each.place.event) for each in waiting)


def test_a_message_is_found_by_its_number_in_its_chat_only(store: Store) -> None:
    """Protects edits and replies: a number leads to the event that has it, and to none of another chat."""
    shown = note_shown(store, at("$a"), NOW)
    assert find_event(store, ANNA, shown) == at("$a")
    assert find_event(store, "matrix:@ben:x", shown) is None
    assert find_event(store, ANNA, shown + 1) is None
    assert find_numbers(store, ["$none"]) == {}


def test_one_process_serves_a_device(store: Store) -> None:
    """Protects ratchets: a second process is refused while the first one is there, and may come once it is gone."""
    lease = take_lease(store, DEVICE, NOW)
    assert lease is not None
    assert take_lease(store, DEVICE, NOW) is None
    assert take_lease(store, "@bot:x OTHER", NOW) is not None
    renew_lease(store, lease, NOW + LEASE_LASTS)
    assert take_lease(store, DEVICE, NOW + LEASE_LASTS) is None
    later = take_lease(store, DEVICE, NOW + 2 * LEASE_LASTS)
    assert later is not None
    with pytest.raises(LeaseLost):
        renew_lease(store, lease, NOW)
    with pytest.raises(LeaseLost):
        find_place(store, lease)
    with pytest.raises(LeaseLost):
        take_in(store, lease, RoomNews("s9", [wrote("$1")]), NOW)
    assert list_waiting(store) == [], "neither the place nor an event is committed"
    give_up_lease(store, later)
    assert take_lease(store, DEVICE, NOW) is not None


def test_the_place_and_what_came_are_committed_at_once(store: Store) -> None:
    """Protects a crash between the two: there is no between."""
    lease = take_lease(store, DEVICE, NOW)
    assert lease is not None
    assert find_place(store, lease) is None
    take_in(store, lease, RoomNews("s1", [wrote("$1")]), NOW)
    assert find_place(store, lease) == "s1"


def test_no_row_names_anybody(store: Store) -> None:
    """Protects who reads the database: rooms, people and events are keyed hashes, and the rest is sealed."""
    keep_room(store, ChatRoom(ROOM, ANNA), NOW)
    take(store, wrote("$event"))
    stored = repr([rows(store, each) for each in (schema.devices, schema.rooms, schema.inbox, schema.timeline)])
    for secret in ("anna", "room:x", "$event", "DEVICE"):
        assert secret not in stored


def test_old_lines_are_swept(store: Store) -> None:
    """Protects "receipts are known for sixty days"."""
    take(store, wrote("$1"))
    sweep(store, NOW + RECEIPTS_KEPT)
    assert len(rows(store, schema.timeline)) == 1
    sweep(store, NOW + RECEIPTS_KEPT + timedelta(seconds=1))
    assert rows(store, schema.timeline) == []


def test_a_deep_rotation_finds_all_again(tmp_path: Path) -> None:
    """Protects rotations: rooms, numbers, what waits and the place are there under the new keys."""
    store, fresh = open_store(place(tmp_path), KEY, NOW), make_key()
    keep_room(store, ChatRoom(ROOM, ANNA), NOW)
    shown = note_shown(store, at("$a"), NOW)
    take(store, wrote("$1"))
    rotate(store, fresh, NOW, "test", is_deep=True)
    store.close()
    store = open_store(place(tmp_path), fresh, NOW)
    try:
        assert sentences(store) == []
        assert list_rooms(store) == [ChatRoom(ROOM, ANNA)]
        assert find_event(store, ANNA, shown) == at("$a")
        assert [each.place.event for each in list_waiting(store)] == ["$1"]
        lease = take_lease(store, DEVICE, NOW)
        assert lease is not None
        assert find_place(store, lease) == "s1"
    finally:
        store.close()


@pytest.fixture(scope="module")
def shared_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store for many cases."""
    store = open_store(place(tmp_path_factory.mktemp("store")), KEY, NOW)
    yield store
    store.close()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_numbers_stand_in_the_order_of_the_room(shared_store: Store, data: st.DataObject) -> None:
    """Protects receipts: whenever a sending is noted and whenever a sync comes, numbers follow the server's order."""
    case = f"case{next(CASES)}"
    chat = f"matrix:@{case}:x"
    room = [f"${case} {number}" for number in range(data.draw(st.integers(1, 12)))]
    ours = {each for each in room if data.draw(st.booleans())}
    noted, synced = set[str](), 0
    lease = take_lease(shared_store, f"@bot:x {case}", NOW)
    assert lease is not None
    while synced < len(room) or ours - noted:
        next_ours = next((each for each in room if each in ours - noted), None)
        # what we send is noted in order, and not before the server has it; a sync may bring it first
        if next_ours is not None and (synced == len(room) or data.draw(st.booleans())):
            note_shown(shared_store, at(next_ours, chat), NOW)
            noted.add(next_ours)
        else:
            until = data.draw(st.integers(synced + 1, len(room))) if synced < len(room) else synced
            events = [RoomEvent(at(each, chat), None if each in ours else b"{}") for each in room[synced:until]]
            take_in(shared_store, lease, RoomNews("s", events), NOW)
            synced = until
    numbers = find_numbers(shared_store, room)
    assert [numbers[each] for each in room] == sorted(set(numbers.values()))
    assert len(numbers) == len(room)
