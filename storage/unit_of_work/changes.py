"""What the events of one transaction come to, before it is written."""

from dataclasses import dataclass, field
from typing import Any

from storage.model.entries import Head, Row
from storage.model.outgoing import Posted
from storage.model.stored import Definition, Kept


@dataclass(frozen=True, slots=True)
class Seated:
    """The seat that an event leaves a chat with: what its row will hold, when, and whether it has none yet.

    `about` is the screening that the chat spoke of last: its next event is likely to be about it too.
    """

    content: bytes = field(repr=False)
    active_at: int
    is_new: bool
    about: bytes | None = None


@dataclass(frozen=True, slots=True)
class Ahead:
    """Rows that were looked up before the events of a transaction are handled: seats by chat; people, or None for nobody, by hash."""

    seats: dict[bytes, Seated] = field(default_factory=dict)
    people: dict[bytes, Any] = field(default_factory=dict)


@dataclass
class Sheet:
    """What the events of one transaction come to, before it is written. Later events see what earlier ones did."""

    kept: dict[bytes, Kept] = field(default_factory=dict)
    begun: set[bytes] = field(default_factory=set)
    changed: set[bytes] = field(default_factory=set)
    counted: set[bytes] = field(default_factory=set)
    forgotten: dict[bytes, Head] = field(default_factory=dict)
    promises: list[bytes] = field(default_factory=list)
    realm_head: Head | None = None
    rows: list[Row] = field(default_factory=list)
    posted: list[Posted] = field(default_factory=list)
    definitions: dict[str, Definition] = field(default_factory=dict)
    seats: dict[bytes, Seated] = field(default_factory=dict)

    def copy(self) -> "Sheet":
        """Returns a sheet on which one event can write without touching this one."""
        return Sheet(
            dict(self.kept),
            set(self.begun),
            set(self.changed),
            set(self.counted),
            dict(self.forgotten),
            list(self.promises),
            self.realm_head,
            list(self.rows),
            list(self.posted),
            dict(self.definitions),
            dict(self.seats),
        )
