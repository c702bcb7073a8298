"""The port of the engine: what the channel asks of it, and in which order.

The order, on which depends that a crash loses nothing and answers nothing twice:

1. `sync` asks the homeserver for what is new since a place. It keeps nothing.
2. `receive` takes the key news of that batch into the crypto store, in one commit. The same news again has no effect.
3. The channel commits the raw events and the next place to its own inbox, at once. Only then is the next `sync` asked
   with that place, and only then does the homeserver forget the to-device events of this batch. Where an update is
   limited, what `fill_gap` returns belongs into the same commit, before its timeline.
4. Each event of the inbox is decrypted with `decrypt`, handled, and answered with `send`, under a transaction id that
   is made from the event's id. The same event may be decrypted again, and the same transaction sent again.

One process at a time may have a device: its ratchets would part. On SQLite the crypto store is locked while it is open.
On PostgreSQL that is for the channel to hold, with a lease of its own.
"""

from collections.abc import Mapping
from typing import Any, Protocol

from bot.channels.matrix.engine.values import (
    DecryptedEvent,
    EncryptedUpload,
    KeyNews,
    KeyReceipt,
    RawEvent,
    RoomStanding,
    SyncBatch,
)


class MatrixEngine(Protocol):
    """One device at its homeserver. Every method may raise `Unreachable`, `TooManyRequests` and `HomeserverRefusal`.

    `LoggedOut` is the refusal that says that the token is no longer good.
    """

    user: str
    device: str

    async def close(self) -> None:
        """Closes the connections and the crypto store. Nothing is logged out."""

    async def sync(self, since: str | None, wait_seconds: float = 30.0) -> SyncBatch:
        """Asks for what is new, and waits so long where nothing is. None begins anew, with the newest of each room."""

    async def receive(self, keys: KeyNews) -> KeyReceipt:
        """Takes to-device events and changes of devices into the crypto store, and tops up one-time keys.

        What came is durable when it returns. The same news again changes nothing. What the homeserver does not do just
        now (telling devices, taking one-time keys) is done later, and is no fault here.
        """

    async def decrypt(self, room: str, event: RawEvent) -> DecryptedEvent:
        """Returns an event in clear, or raises `Undecryptable`. The same event may be decrypted again.

        Refused is an event whose place in its session another one took. Refused is one whose sender does not own the
        session, and one from a device that its sender has not cross-signed. What was sent unencrypted is not for this:
        in an encrypted room the channel takes no such message.
        """

    async def request_keys(self, room: str, event: RawEvent) -> bool:
        """Asks the sender's devices for the key of an event, once for each session; says whether it asked now.

        What comes is taken by `receive`, and only from the device to which the session belongs.
        """

    async def send(self, room: str, event_type: str, content: Mapping[str, Any], transaction: str) -> str:
        """Encrypts for the cross-signed devices of the joined members, sends, and returns the event's id.

        The same transaction again is the same event, whatever its content, as long as the homeserver remembers it
        (Synapse: a day). The session changes with who is to read it. `m.relates_to` stands outside too, in clear: the
        key of a reaction would be read there.
        Raises `RoomNotEncrypted` and `NobodyToSendTo`.
        """

    async def send_in_clear(self, room: str, content: Mapping[str, Any], transaction: str) -> str:
        """Sends an `m.room.message` unencrypted: for the sentence that refuses a room, and for nothing else."""

    async def redact(self, room: str, event: str, transaction: str) -> str:
        """Redacts an event, and returns the id of the redaction."""

    async def inspect(self, room: str) -> RoomStanding:
        """Says whether a room is encrypted, of two, and with cross-signed devices only. Devices are looked up anew."""

    async def accept_identity(self, user: str) -> None:
        """From now on takes a person's cross-signing keys as they are, where they are not those seen first."""

    async def fill_gap(self, room: str, before: str, since: str | None) -> tuple[RawEvent, ...]:
        """Returns the events of a room between `since`, the place of the last sync, and `before`; oldest first.

        `before` is that of a limited update. Without `since` all that can be read comes. No more than `MOST_IN_GAP` do:
        of more, the newest.
        """

    async def join(self, room: str) -> None:
        """Accepts an invitation."""

    async def leave(self, room: str) -> None:
        """Leaves a room or declines an invitation, and forgets the keys of the room."""

    async def upload(self, content: bytes) -> EncryptedUpload:
        """Encrypts a file under a key of its own, and uploads it without its name."""

    async def set_names(self, profile: str, device: str) -> None:
        """Sets the name that people see, and the public name of the device."""

    async def is_signed(self) -> bool:
        """Says whether the homeserver shows this device as cross-signed, with the device keys that we hold."""
