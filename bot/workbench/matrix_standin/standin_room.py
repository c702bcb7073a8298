"""A room of the stand-in: its members, its state, and its events in the homeserver's order."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class StandinRoom:
    """A room. `held` are events of the device that the server has, and that have no place among the others yet.

    `placed` are the events with their places in the stream of all rooms. `beside_invitation` is what the inviter's
    server says of the room beside the invitation.
    """

    name: str
    is_encrypted: bool = True
    members: dict[str, str] = field(default_factory=dict)
    placed: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    held: list[dict[str, Any]] = field(default_factory=list)
    state: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    beside_invitation: list[dict[str, Any]] = field(default_factory=list)

    def list_joined(self) -> list[str]:
        """Returns who is in the room."""
        return [user for user, membership in self.members.items() if membership == "join"]

    def find(self, event: str) -> dict[str, Any] | None:
        """Returns an event by its id."""
        known = [*(each for _, each in self.placed), *self.held]
        return next((each for each in known if each["event_id"] == event), None)
