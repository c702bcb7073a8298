"""What a sync of the device brings, and what lies in a gap: as Synapse answers."""

from bot.channels.matrix.engine.faults import HomeserverRefusal
from bot.channels.matrix.engine.values import KeyNews, RawEvent, RoomInvite, RoomUpdate, SyncBatch
from bot.workbench.matrix_standin.homeserver import BOT, MEMBER, StandinHomeserver
from bot.workbench.matrix_standin.standin_room import StandinRoom


def make_batch(server: StandinHomeserver, since: str | None) -> SyncBatch:
    """Returns what is new since a place. What came to the device before that place is forgotten."""
    with server.lock:
        after = _read_place(server, since)
        server.to_device = [each for each in server.to_device if each[0] > after]
        keys = KeyNews(
            since,
            tuple(event for _, event in server.to_device),
            tuple(dict.fromkeys(user for at, user in server.changed_devices if at > after)),
        )
        updates, invites, left = [], [], []
        for room in server.rooms.values():
            membership = room.members.get(BOT)
            if membership == "join":
                update = _make_update(server, room, after)
                updates += [update] if update.timeline else []
            elif membership == "invite":
                invites += _list_invites(room, after)
            elif membership is not None and _is_left(room, after):
                left.append(room.name)
        return SyncBatch(f"s{server.position}", keys, tuple(updates), tuple(invites), tuple(left))


def list_gap(server: StandinHomeserver, room: str, before: str, since: str | None) -> tuple[RawEvent, ...]:
    """Returns the events of a room between two places."""
    with server.lock:
        until = int(before.removeprefix("t"))
        after = _read_place(server, since)
        return tuple(event for at, event in server.rooms[room].placed if after < at < until)


def _make_update(server: StandinHomeserver, room: StandinRoom, after: int) -> RoomUpdate:
    joined_at = max((at for at, event in room.placed if _is_own_join(event)), default=0)
    fresh = [each for each in room.placed if each[0] > (0 if joined_at > after else after)]
    shown = fresh[-server.limit :]
    is_limited = len(shown) < len(fresh)
    state = [event for at, event in fresh if "state_key" in event and at < shown[0][0]] if shown else []
    before = f"t{shown[0][0]}" if shown else None
    return RoomUpdate(room.name, tuple(event for _, event in shown), tuple(state), is_limited, before)


def _list_invites(room: StandinRoom, after: int) -> list[RoomInvite]:
    at, event = next(each for each in reversed(room.placed) if _is_own(each[1]))
    return [RoomInvite(room.name, (event, *room.beside_invitation))] if at > after else []


def _is_left(room: StandinRoom, after: int) -> bool:
    at, _ = next(each for each in reversed(room.placed) if _is_own(each[1]))
    return bool(at > after)


def _is_own(event: RawEvent) -> bool:
    return bool(event["type"] == MEMBER and event.get("state_key") == BOT)


def _is_own_join(event: RawEvent) -> bool:
    return _is_own(event) and event["content"].get("membership") == "join"


def _read_place(server: StandinHomeserver, since: str | None) -> int:
    if since is None:
        return 0
    if not since.startswith("s") or not since[1:].isdigit() or int(since[1:]) > server.position:
        raise HomeserverRefusal(400, "M_UNKNOWN")
    return int(since[1:])
