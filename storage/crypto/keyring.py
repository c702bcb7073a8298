"""The realm: whose database this is. Its own key, wrapped by the master key, is the root of the keys that no single screening owns."""

from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from hmac import digest as hmac

from storage.crypto.encryption import derived, identity, new_secret, unwrap, wrap
from storage.crypto.keys import MasterKey

ID_BYTES = 16

REALM_CHAIN = bytes(ID_BYTES)
"""The chain of what concerns no single screening: keys rotated, backups taken, logs exported."""


@dataclass(frozen=True)
class Realm:
    """An open realm. `id` is random and public; the rest is secret."""

    id: bytes
    master: MasterKey
    secret: bytes = field(repr=False)

    @cached_property
    def audit_key(self) -> bytes:
        """Authenticates the entries."""
        return derived(self.secret, "audit")

    @cached_property
    def anchor_key(self) -> bytes:
        """Signs the anchor, the journal of forgotten screenings, and backups."""
        return derived(self.secret, "anchor")

    @cached_property
    def desk_key(self) -> bytes:
        """Seals what belongs to no screening: the realm's own entries, the last one of a forgotten screening, the front desk's messages."""
        return derived(self.secret, "desk")

    @cached_property
    def _lookup_key(self) -> bytes:
        return derived(self.secret, "lookup")

    def looked_up(self, kind: str, name: str) -> bytes:
        """Returns the keyed hash, 16 bytes, under which a code, a person or a chat is found; it says nothing without the key."""
        return hmac(self._lookup_key, identity(kind, name), sha256)[:ID_BYTES]

    def wrapped(self) -> bytes:
        """Returns the realm's key as the database holds it."""
        return wrap(self.master.secret, self.secret, identity("realm", self.id))

    def wrap(self, screening: bytes, secret: bytes) -> bytes:
        """Returns the key of a screening as the database holds it."""
        return wrap(self.master.secret, secret, identity("screening", screening))

    def unwrap(self, screening: bytes, wrapped: bytes) -> bytes | None:
        """Returns the key of a screening, or None where it was wrapped with another master key."""
        return unwrap(self.master.secret, wrapped, identity("screening", screening))


def new_realm(master: MasterKey) -> Realm:
    """Returns a realm with a new random key."""
    return Realm(new_secret()[:ID_BYTES], master, new_secret())


def opened_realm(realm_id: bytes, wrapped: bytes, master: MasterKey) -> Realm | None:
    """Returns the realm that `master` opens, or None where it is another realm's key."""
    secret = unwrap(master.secret, wrapped, identity("realm", realm_id))
    return None if secret is None else Realm(realm_id, master, secret)
