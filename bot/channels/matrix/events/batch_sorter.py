"""From a batch of a sync to the inbox: which events are kept, each with its chat, in the order of its room."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from bot.channels.matrix.delivery.rendering import ADDRESS
from bot.channels.matrix.engine.odd_json import write_json
from bot.channels.matrix.engine.values import RawEvent, RoomUpdate, SyncBatch
from bot.channels.matrix.events.message_kinds import ENCRYPTED, INVITED, LEFT, MEMBER, MESSAGE, REACTION, UNREAD
from bot.channels.matrix.events.relations import find_edited
from storage.features.room_inbox import RoomEvent
from storage.features.timeline import TimelineEvent

FindChatOfRoom = Callable[[str], str | None]
"""Returns the chat of a room; None where it is none's."""

_KEPT = {ENCRYPTED, MESSAGE, REACTION} | UNREAD


class BatchSorter:
    """Sorts the batches of the device of `user`."""

    def __init__(self, user: str, find_chat: FindChatOfRoom) -> None:
        self._user, self._find_chat = user, find_chat

    def sort_batch(self, batch: SyncBatch, gaps: Mapping[str, Sequence[RawEvent]]) -> Iterator[RoomEvent]:
        """Yields what is kept of a batch; what lies in the gap of a room comes before its timeline.

        An invitation and a room that was left are kept as well, so that a crash costs neither.
        """
        for invite in batch.invites:
            inviter, is_direct = self._find_inviter(invite.state), self._is_direct(invite.state)
            event = {"type": INVITED, "sender": inviter, "content": {"is_direct": is_direct}}
            yield _keep(f"{INVITED} {invite.room} {batch.place}", invite.room, ADDRESS + inviter, event)
        for update in batch.rooms:
            events = (*gaps.get(update.room, ()), *update.timeline)
            for raw in self._drop_former(events, update):
                yield from self._sort_event(update.room, raw)
        for room in batch.left:
            chat = self._find_chat(room)
            if chat is not None:
                yield _keep(f"{LEFT} {room} {batch.place}", room, chat, {"type": LEFT, "sender": "", "content": {}})

    def begins_with(self, update: RoomUpdate) -> bool:
        """Says whether a room begins for us with this update: we joined it, and what lies before is none of ours."""
        return self._find_chat(update.room) is None and any(
            self._is_own_member(each, "join") for each in (*update.state, *update.timeline)
        )

    def shows_beginning(self, events: Sequence[RawEvent]) -> bool:
        """Says whether our own invitation is among the events of a room."""
        return any(self._is_own_member(each, "invite") for each in events)

    def _drop_former(self, events: Sequence[RawEvent], update: RoomUpdate) -> Sequence[RawEvent]:
        """Returns the events of a room since we were invited: apps send the first words before we joined."""
        if not self.begins_with(update):
            return events
        invited = [at for at, each in enumerate(events) if self._is_own_member(each, "invite")]
        joined = [at for at, each in enumerate(events) if self._is_own_member(each, "join")]
        (begun,) = invited[-1:] or joined[:1] or [0]
        return events[begun:]

    def _sort_event(self, room: str, raw: RawEvent) -> Iterator[RoomEvent]:
        kind, sender, chat = raw["type"], raw["sender"], self._find_chat(room)
        content = raw.get("content")
        if not isinstance(content, Mapping):
            return
        if sender == self._user:
            if kind in {ENCRYPTED, MESSAGE} and chat is not None and find_edited(content) is None:
                yield RoomEvent(TimelineEvent(raw["event_id"], room, chat), None)
        elif kind == MEMBER:
            if chat is not None:
                yield _keep(raw["event_id"], room, chat, raw)
        elif kind in _KEPT:
            yield _keep(raw["event_id"], room, ADDRESS + sender, raw)

    def _find_inviter(self, state: Sequence[RawEvent]) -> str:
        """Returns who invites us; empty where several do: what stands beside an invitation its own server wrote."""
        found = {str(each.get("sender")) for each in state if self._is_own_member(each, "invite")}
        return found.pop() if len(found) == 1 else ""

    def _is_direct(self, state: Sequence[RawEvent]) -> bool:
        own = [each["content"] for each in state if self._is_own_member(each, "invite")]
        return any(each.get("is_direct") is True for each in own)

    def _is_own_member(self, event: RawEvent, *memberships: str) -> bool:
        content = event.get("content")
        is_own = event.get("type") == MEMBER and event.get("state_key") == self._user
        return is_own and isinstance(content, Mapping) and content.get("membership") in memberships


def _keep(event: str, room: str, chat: str, raw: RawEvent) -> RoomEvent:
    return RoomEvent(TimelineEvent(event, room, chat), write_json(raw))
