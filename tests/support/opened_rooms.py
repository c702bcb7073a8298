"""A device that was served, with rows in each of its tables."""

from collections.abc import Callable
from datetime import datetime

from storage.features.chat_rooms import ChatRoom, drop_room, keep_room
from storage.features.device_places import take_lease
from storage.features.room_inbox import RoomEvent, RoomNews, take_in
from storage.features.timeline import TimelineEvent, note_shown
from storage.unit_of_work.store import Store


def open_rooms(store: Store, now: datetime, note: Callable[[], None] = lambda: None, name: str = "anna") -> None:
    """Serves a device: rooms are opened, one is left; events come, two are handled; what was sent comes back.

    `note` is called after each change.
    """
    address = f"matrix:@{name}:x"
    lease = take_lease(store, f"@bot:x {name}", now)
    assert lease is not None
    for room, chat in ((f"!a {name}", address), (f"!b {name}", address), (f"!c {name}", f"{address} too")):
        keep_room(store, ChatRoom(room, chat), now)
        note()
    drop_room(store, f"!c {name}")
    asked = TimelineEvent(f"$asked {name}", f"!b {name}", address)
    note_shown(store, asked, now)
    note()
    said = [RoomEvent(TimelineEvent(f"${at} {name}", f"!b {name}", address), b"{}") for at in range(4)]
    taken = take_in(store, lease, RoomNews("s1", said), now)
    note()
    take_in(store, lease, RoomNews("s2", [RoomEvent(asked, None)]), now, [each.key for each in taken[:2]])
    note()
