"""The people's side: what somebody does in their app, and what they see there."""

from dataclasses import dataclass, field
from typing import Any

from bot.workbench.matrix_standin.homeserver import BOT, StandinHomeserver
from bot.workbench.matrix_standin.room_events import decrypt, encrypt
from bot.workbench.matrix_standin.standin_room import StandinRoom


@dataclass
class SeenMessage:
    """A message of the bot as a person sees it: edits have taken effect."""

    id: str
    text: str
    html: str
    content: dict[str, Any] = field(default_factory=dict, repr=False)


@dataclass
class MatrixPerson:
    """Somebody with an account. `room` is the one in which they talk to the bot."""

    server: StandinHomeserver
    user: str
    room: StandinRoom | None = None
    session: str = ""
    gives_keys: bool = True
    device: str = "PHONE"

    def invites(self, *, is_encrypted: bool = True, is_direct: bool = True) -> StandinRoom:
        """Opens a chat with the bot."""
        with self.server.lock:
            self.room = room = self.server.make_room(self.user, is_encrypted=is_encrypted)
            self.renews_session()
            self.server.change_member(room, BOT, "invite", self.user, **({"is_direct": True} if is_direct else {}))
            return room

    def renews_session(self) -> None:
        """Begins a new session, and gives the device its key, unless it gives none."""
        with self.server.lock:
            assert self.room is not None, "the person opened a chat"
            self.session = f"session {self.room.name} {len(self.room.placed)}"
            if self.gives_keys:
                self.server.send_to_device("m.room_key", {"session_id": self.session})

    def says(self, text: str, *, before: bool = False, replies_to: str = "", at: float | None = None) -> str:
        """Writes a message, and returns its id. With `before`, the server had it before the bot's last messages."""
        content: dict[str, Any] = {"msgtype": "m.text", "body": text}
        if replies_to:
            content["m.relates_to"] = {"m.in_reply_to": {"event_id": replies_to}}
        return self.sends(content, before=before, at=at)

    def edits(self, event: str, text: str) -> str:
        """Changes one of the person's own messages."""
        new = {"msgtype": "m.text", "body": text}
        relation = {"rel_type": "m.replace", "event_id": event}
        return self.sends(new | {"body": f"* {text}", "m.new_content": new, "m.relates_to": relation})

    def reacts(self, event: str, key: str) -> str:
        """Puts an emoji to a message: apps send it in clear."""
        relation = {"rel_type": "m.annotation", "event_id": event, "key": key}
        return self.sends({"m.relates_to": relation}, kind="m.reaction", is_clear=True)

    def redacts(self, event: str) -> None:
        """Deletes one of the person's own messages: the server forgets what it held."""
        with self.server.lock:
            assert self.room is not None, "the person opened a chat"
            held = self.room.find(event)
            if held is not None:
                held["content"] = {}
            self.sends({"redacts": event}, kind="m.room.redaction", is_clear=True)

    def sends(
        self,
        content: dict[str, Any],
        kind: str = "m.room.message",
        *,
        is_clear: bool = False,
        before: bool = False,
        at: float | None = None,
    ) -> str:
        """Sends an event, encrypted or not, and returns its id."""
        server, room = self.server, self.room
        assert room is not None, "the person opened a chat"
        with server.lock:
            if not is_clear:
                content = encrypt(kind, room.name, content, self.session) | {"device_id": self.device}
            event = server.make_event(room, self.user, kind if is_clear else "m.room.encrypted", content)
            if at is not None:
                event["origin_server_ts"] = int(at * 1_000)
            if not before:
                server.place_held(room)
            server.place(room, event)
            server.place_held(room)
            return str(event["event_id"])

    def sees(self) -> list[SeenMessage]:
        """Returns the bot's messages in the room, oldest first."""
        shown: dict[str, SeenMessage] = {}
        if self.room is None:
            return []
        with self.server.lock:
            events = [*(each for _, each in self.room.placed), *self.room.held]
            for event in (each for each in events if each["sender"] == BOT):
                self._show(shown, event)
        return list(shown.values())

    def _show(self, shown: dict[str, SeenMessage], event: dict[str, Any]) -> None:
        content = decrypt(event)["content"] if event["type"] == "m.room.encrypted" else event["content"]
        relation = content.get("m.relates_to", {})
        if relation.get("rel_type") == "m.replace":
            edited, new = shown[relation["event_id"]], content["m.new_content"]
            edited.text, edited.html, edited.content = new["body"], new.get("formatted_body", ""), new
        elif "body" in content:
            html = content.get("formatted_body", "")
            shown[event["event_id"]] = SeenMessage(event["event_id"], content["body"], html, content)
