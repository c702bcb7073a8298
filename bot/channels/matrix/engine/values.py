"""What passes through the engine's port: plain values of ours, with JSON as the homeserver wrote it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

RawEvent = Mapping[str, Any]
"""An event as the homeserver wrote it. An encrypted one has the type `m.room.encrypted`."""


@dataclass(frozen=True, slots=True)
class MatrixLogin:
    """What a device is known by at its homeserver. The token is a secret, and stands in no log."""

    homeserver: str
    user: str
    device: str
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class NewLogin:
    """A device that was just logged in; the recovery key is there only where it was made now.

    It is shown once, and is kept nowhere in clear.
    """

    login: MatrixLogin
    recovery_key: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class StorePlace:
    """Where the crypto store is: `file` on SQLite, or `url` and `schema` on PostgreSQL; and the key of its pickles.

    `url` is `postgresql://user:password@host/name`. `pickle_key` has at least 32 bytes, derived from the keyring.
    """

    pickle_key: bytes = field(repr=False)
    file: str | None = None
    url: str | None = field(default=None, repr=False)
    schema: str = "matrix_crypto"


@dataclass(frozen=True, slots=True)
class KeyNews:
    """What a sync brings for the crypto store: to-device events, whose devices changed, whom we no longer meet.

    `one_time_keys` is how many of ours the homeserver still holds; None where it did not say.
    """

    since: str | None
    to_device: tuple[RawEvent, ...] = ()
    changed: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    one_time_keys: int | None = None


@dataclass(frozen=True, slots=True)
class RoomUpdate:
    """What is new in a joined room, oldest first. Where it is `limited`, there is more before `before`."""

    room: str
    timeline: tuple[RawEvent, ...]
    state: tuple[RawEvent, ...]
    limited: bool
    before: str | None


@dataclass(frozen=True, slots=True)
class RoomInvite:
    """An invitation of us to a room, with what is said of it beforehand: mostly by who invites."""

    room: str
    state: tuple[RawEvent, ...]


@dataclass(frozen=True, slots=True)
class SyncBatch:
    """One answer of the homeserver; `place` is where the next one begins."""

    place: str
    keys: KeyNews
    rooms: tuple[RoomUpdate, ...] = ()
    invites: tuple[RoomInvite, ...] = ()
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyReceipt:
    """What came of key news: how many room keys are new, and how many to-device events could not be read."""

    room_keys: int = 0
    unread: int = 0


@dataclass(frozen=True, slots=True)
class DecryptedEvent:
    """An event in clear. Its device is cross-signed by its sender, or is this one.

    `content` is what was encrypted, with `m.relates_to` from outside where it holds none. `sent_at_ms` is what the
    homeserver says, in milliseconds since 1970.
    """

    room: str
    event: str
    sender: str
    device: str
    type: str
    content: Mapping[str, Any]
    sent_at_ms: int
    is_ours: bool


class RoomFault(Enum):
    """Why nothing is said in a room."""

    NOT_ENCRYPTED = auto()
    NOT_TWO = auto()
    """More or fewer than us and one person, joined or invited; or the other has not joined."""
    NO_IDENTITY = auto()
    """The person has no cross-signing keys."""
    IDENTITY_CHANGED = auto()
    """The person's cross-signing keys are not those that were seen first. `accept_identity` ends it."""
    UNSIGNED_DEVICE = auto()
    """A device of the person is not cross-signed."""


@dataclass(frozen=True, slots=True)
class RoomStanding:
    """Whether a room is one of two, encrypted, with cross-signed devices; `fault` is None where it is.

    `person` is the other member, where there is one. `unsigned` are the devices of theirs that are not cross-signed.
    """

    room: str
    fault: RoomFault | None
    person: str | None
    unsigned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EncryptedUpload:
    """A file that lies encrypted at the homeserver; `file` is the value of `file` in an event's content."""

    file: Mapping[str, Any]
    size: int
