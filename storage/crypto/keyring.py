"""The keyring: whose database this is.

Its own key, wrapped by the master key, is the root of the keys that no single screening owns.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from storage.crypto.encryption import authenticate, derive_key, make_identity, make_secret, unwrap, wrap
from storage.crypto.keys import MasterKey

ID_BYTES = 16

REMEMBERED_HASHES = 1_000

STORE_CHAIN = bytes(ID_BYTES)
"""The id of the store's own chain. Its entries concern no single screening: a key was rotated, a log was exported."""


@dataclass(frozen=True)
class Keyring:
    """An open keyring. `id` is random and public; the rest is secret."""

    id: bytes
    master: MasterKey
    secret: bytes = field(repr=False)

    @cached_property
    def audit_key(self) -> bytes:
        """The key that authenticates the entries."""
        return derive_key(self.secret, "audit")

    @cached_property
    def anchor_key(self) -> bytes:
        """The key that signs the anchor, the journal of forgotten screenings, and backups."""
        return derive_key(self.secret, "anchor")

    @cached_property
    def store_key(self) -> bytes:
        """The key that seals what belongs to no screening.

        That is the store's own entries, the last entry of a forgotten screening, and the session service's messages.
        """
        return derive_key(self.secret, "desk")

    @cached_property
    def hash_lookup(self) -> Callable[[str, str], bytes]:
        """Returns, for a kind and a name, the keyed hash of 16 bytes under which a code, a person or a chat is found.

        It says nothing without the key. One event looks up its chat and its person several times, so the last ones
        are remembered.
        """
        key = derive_key(self.secret, "lookup")
        return lru_cache(REMEMBERED_HASHES)(lambda kind, name: authenticate(key, kind, name)[:ID_BYTES])

    def wrap_own_key(self) -> bytes:
        """Returns the keyring's key as the database holds it."""
        return wrap(self.master.secret, self.secret, make_identity("realm", self.id))

    def wrap(self, screening: bytes, secret: bytes) -> bytes:
        """Returns the key of a screening as the database holds it."""
        return wrap(self.master.secret, secret, make_identity("screening", screening))

    def unwrap(self, screening: bytes, wrapped: bytes | None) -> bytes | None:
        """Returns the key of a screening, or None where it is missing, or was wrapped with another master key."""
        return None if wrapped is None else unwrap(self.master.secret, wrapped, make_identity("screening", screening))


def make_keyring(master: MasterKey) -> Keyring:
    """Returns a keyring with a new random key."""
    return Keyring(make_secret()[:ID_BYTES], master, make_secret())


def open_keyring(keyring_id: bytes, wrapped: bytes, master: MasterKey) -> Keyring | None:
    """Returns the keyring that `master` opens, or None where it is another keyring's key."""
    secret = unwrap(master.secret, wrapped, make_identity("realm", keyring_id))
    return None if secret is None else Keyring(keyring_id, master, secret)
