"""What the events of one transaction come to, before it is written."""

from dataclasses import dataclass, field
from typing import Any

from storage.model.entries import EntryRow, Head
from storage.model.outgoing import EnqueuedMessage
from storage.model.people import AccountName
from storage.model.stored import StoredDefinition, StoredScreening


@dataclass(frozen=True, slots=True)
class ChatStateRow:
    """The state of a chat after an event: what its row will hold, when it was active, and whether the row is new.

    `about` is the screening that the chat spoke of last: its next event is likely to be about it too.
    """

    content: bytes = field(repr=False)
    active_at: int
    is_new: bool
    about: bytes | None = None


@dataclass(frozen=True, slots=True)
class PrefetchedRows:
    """Rows that were looked up before the events of a transaction are handled, by the hashes of chats, and by accounts.

    An account that was never let in has None. Where accounts are changed, none is known any more.
    """

    chat_states: dict[bytes, ChatStateRow] = field(default_factory=dict)
    accounts: dict[AccountName, Any] = field(default_factory=dict)


@dataclass
class PendingChanges:
    """What the events of one transaction come to, before it is written. Later events see what earlier ones did.

    `counted` are screenings whose part of the tally changed; `for_journal` are forgotten ones that the journal lacks.
    """

    screenings: dict[bytes, StoredScreening] = field(default_factory=dict)
    begun: set[bytes] = field(default_factory=set)
    changed: set[bytes] = field(default_factory=set)
    counted: set[bytes] = field(default_factory=set)
    forgotten: dict[bytes, Head] = field(default_factory=dict)
    for_journal: list[bytes] = field(default_factory=list)
    store_head: Head | None = None
    rows: list[EntryRow] = field(default_factory=list)
    enqueued: list[EnqueuedMessage] = field(default_factory=list)
    definitions: dict[str, StoredDefinition] = field(default_factory=dict)
    chat_states: dict[bytes, ChatStateRow] = field(default_factory=dict)

    def copy(self) -> "PendingChanges":
        """Returns pending changes to which one event can add without touching these."""
        return PendingChanges(
            dict(self.screenings),
            set(self.begun),
            set(self.changed),
            set(self.counted),
            dict(self.forgotten),
            list(self.for_journal),
            self.store_head,
            list(self.rows),
            list(self.enqueued),
            dict(self.definitions),
            dict(self.chat_states),
        )

    def list_heads(self) -> dict[bytes, Head]:
        """Returns the head of each chain that is touched, also where it did not grow.

        The anchor may lack the head of an earlier commit, because of a crash.
        """
        touched = {screening: self.screenings[screening].head for screening in self.changed}
        return touched | {row.screening: Head(row.screening, row.number, row.mac) for row in self.rows}
