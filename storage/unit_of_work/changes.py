"""What the events of one transaction come to, before it is written."""

from dataclasses import dataclass, field
from typing import Any

from storage.model.entries import EntryRow, Head
from storage.model.outgoing import EnqueuedMessage
from storage.model.stored import StoredDefinition, StoredScreening


@dataclass(frozen=True, slots=True)
class ChatStateRow:
    """The chat state that an event leaves a chat with: what its row will hold, when, and whether it has none yet.

    `about` is the screening that the chat spoke of last: its next event is likely to be about it too.
    """

    content: bytes = field(repr=False)
    active_at: int
    is_new: bool
    about: bytes | None = None


@dataclass(frozen=True, slots=True)
class PrefetchedRows:
    """Rows that were looked up before the events of a transaction are handled: chat states by chat; people, or None for nobody, by hash."""

    chat_states: dict[bytes, ChatStateRow] = field(default_factory=dict)
    people: dict[bytes, Any] = field(default_factory=dict)


@dataclass
class PendingChanges:
    """What the events of one transaction come to, before it is written. Later events see what earlier ones did."""

    screenings: dict[bytes, StoredScreening] = field(default_factory=dict)
    begun: set[bytes] = field(default_factory=set)
    changed: set[bytes] = field(default_factory=set)
    counted: set[bytes] = field(default_factory=set)
    forgotten: dict[bytes, Head] = field(default_factory=dict)
    promises: list[bytes] = field(default_factory=list)
    store_head: Head | None = None
    rows: list[EntryRow] = field(default_factory=list)
    enqueued: list[EnqueuedMessage] = field(default_factory=list)
    definitions: dict[str, StoredDefinition] = field(default_factory=dict)
    chat_states: dict[bytes, ChatStateRow] = field(default_factory=dict)

    def copy(self) -> "PendingChanges":
        """Returns pending changes on which one event can write without touching this one."""
        return PendingChanges(
            dict(self.screenings),
            set(self.begun),
            set(self.changed),
            set(self.counted),
            dict(self.forgotten),
            list(self.promises),
            self.store_head,
            list(self.rows),
            list(self.enqueued),
            dict(self.definitions),
            dict(self.chat_states),
        )
