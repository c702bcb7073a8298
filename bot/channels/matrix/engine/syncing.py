"""From a homeserver's answer to a batch, and what lies in the gap of a limited update. Nothing is kept here."""

from collections import deque
from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from bot.channels.matrix.engine.faults import Unreachable
from bot.channels.matrix.engine.homeserver import Homeserver, join_path
from bot.channels.matrix.engine.values import KeyNews, RawEvent, RoomInvite, RoomUpdate, SyncBatch

NOTHING = {"not_types": ["*"]}
FILTER = orjson.dumps(
    {
        "presence": NOTHING,
        "account_data": NOTHING,
        "room": {"ephemeral": NOTHING, "account_data": NOTHING, "timeline": {"limit": 50}},
    }
).decode()
"""Rooms and keys; no typing, no receipts, no presence."""

PAGE = 100
MOST_IN_GAP = 5000
"""How many events of one gap are fetched: days of typing, and still a few megabytes."""


async def fetch_batch(homeserver: Homeserver, since: str | None, wait_seconds: float) -> SyncBatch:
    """Asks the homeserver for what is new since a place."""
    query = {"filter": FILTER, "timeout": str(int(wait_seconds * 1000)), "set_presence": "offline"}
    query |= {} if since is None else {"since": since}
    said = _map(await homeserver.get("/sync", query, wait_seconds))
    if not isinstance(said.get("next_batch"), str):
        raise Unreachable("what was answered is no sync")
    return read_batch(said, since)


def read_batch(said: Mapping[str, Any], since: str | None) -> SyncBatch:
    """Returns an answer of `/sync` as a batch. What is not of the form that Matrix gives it is left out."""
    rooms, lists = _map(said.get("rooms")), _map(said.get("device_lists"))
    count = _map(said.get("device_one_time_keys_count")).get("signed_curve25519", 0)
    keys = KeyNews(
        since,
        tuple(each for each in _list(_map(said.get("to_device")).get("events")) if isinstance(each, dict)),
        _texts(lists.get("changed")),
        _texts(lists.get("left")),
        count if "device_one_time_keys_count" in said and isinstance(count, int) else None,
    )
    return SyncBatch(
        str(said["next_batch"]),
        keys,
        tuple(_read_update(room, _map(each)) for room, each in _map(rooms.get("join")).items()),
        tuple(_read_invite(room, _map(each)) for room, each in _map(rooms.get("invite")).items()),
        tuple(_map(rooms.get("leave"))),
    )


async def fetch_gap(homeserver: Homeserver, room: str, before: str, since: str | None) -> tuple[RawEvent, ...]:
    """Returns the events between two places, oldest first; of more than `MOST_IN_GAP`, the newest."""
    found: deque[RawEvent] = deque()
    place: str | None = before
    while place is not None and len(found) < MOST_IN_GAP:
        query = {"dir": "b", "from": place, "limit": str(PAGE)} | ({} if since is None else {"to": since})
        page = _map(await homeserver.get(f"{join_path('rooms', room)}/messages", query))
        found.extendleft(_events(page.get("chunk")))
        end = page.get("end")
        place = end if isinstance(end, str) and end not in {place, since} else None
    return tuple(found)


def _read_update(room: str, said: Mapping[str, Any]) -> RoomUpdate:
    timeline = _map(said.get("timeline"))
    before = timeline.get("prev_batch")
    return RoomUpdate(
        room,
        tuple(_events(timeline.get("events"))),
        tuple(_events(_map(said.get("state")).get("events"))),
        timeline.get("limited") is True,
        before if isinstance(before, str) else None,
    )


def _read_invite(room: str, said: Mapping[str, Any]) -> RoomInvite:
    """Reads an invitation; its state is stripped, and nobody vouches for it but the homeserver."""
    state = tuple(each for each in _list(_map(said.get("invite_state")).get("events")) if isinstance(each, dict))
    return RoomInvite(room, state)


def _events(said: Any) -> Iterable[RawEvent]:
    return (each for each in _list(said) if isinstance(each, dict) and _is_whole(each))


def _is_whole(event: RawEvent) -> bool:
    return all(isinstance(event.get(name), str) for name in ("event_id", "sender", "type"))


def _map(said: Any) -> Mapping[str, Any]:
    return said if isinstance(said, dict) else {}


def _list(said: Any) -> list[Any]:
    return said if isinstance(said, list) else []


def _texts(said: Any) -> tuple[str, ...]:
    return tuple(each for each in _list(said) if isinstance(each, str))
