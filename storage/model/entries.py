"""The entries of the audit trail as values: an entry, its row, and the head of a chain."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from dialogs.rules.answers import Answer

NO_HEAD = bytes(32)
"""The MAC before the first entry."""


class EntryKind(Enum):
    """What happened, as an entry tells it."""

    BEGUN = "begun"
    TAKEN = "taken"
    CHANGED = "changed"
    DROPPED = "dropped"
    RESULT = "result"
    STOPPED = "stopped"
    OPENED = "opened"
    OFFERED = "offered to a colleague"
    TAKEN_OVER = "taken over"
    READ = "read"
    EXPORTED = "exported"
    FORGOTTEN = "forgotten"
    KEY_ROTATED = "key rotated"
    BACKED_UP = "backed up"
    RESTORED = "restored"
    INVITED = "invited"
    LET_IN = "let in"
    VOUCHED = "let in by a hospital"
    REVOKED = "revoked"
    MARKED = "marked"
    REPORTED = "inaccuracy reported"
    SETTLED = "inaccuracy settled"
    LINK_OFFERED = "link offered"
    LINKED = "linked"
    UNLINKED = "unlinked"
    PASSKEY_ADDED = "passkey added"
    PASSKEY_REMOVED = "passkey removed"
    KEYS_ACCEPTED = "keys accepted"
    CLOCK_CONFIRMED = "clock confirmed"
    UPGRADED = "upgraded"


@dataclass(frozen=True)
class Entry:
    """One thing that happened: which person did it, when (UTC), through which channel.

    `account` is the one that they spoke from, where it does not bear the name of the person. `before` and `after` are
    the answers to `fact`. `note` may say more: the verdict's codes, why an answer was changed, whose the screening was
    before, or why it was forgotten. `real_at` is there where `--now` fixed the clock: then it says what the machine's
    clock showed, and `at` is the time that was fixed.
    """

    kind: EntryKind
    at: datetime
    who: str = field(repr=False)
    channel: str
    fact: str | None = None
    before: Answer | None = field(default=None, repr=False)
    after: Answer | None = field(default=None, repr=False)
    note: str = field(default="", repr=False)
    account: str = field(default="", repr=False)
    real_at: datetime | None = None


@dataclass(frozen=True)
class EntryRow:
    """An entry as it is stored."""

    screening: bytes
    number: int
    sealed: bytes
    mac: bytes

    @property
    def is_plain(self) -> bool:
        """Whether its values are of the kinds that this program writes: a file may hold any other."""
        return (type(self.number), type(self.sealed), type(self.mac)) == (int, bytes, bytes)


@dataclass(frozen=True)
class Head:
    """How long a chain is, and the MAC of its last entry."""

    screening: bytes
    number: int = 0
    mac: bytes = NO_HEAD
