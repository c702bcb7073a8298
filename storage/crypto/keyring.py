"""The keyring: whose database this is.

Its own key, wrapped by the master key, is the root of the keys that no single screening owns. A deep rotation gives it
a new one. The former ones are sealed within, to read and verify what was written under them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from storage.crypto.encryption import authenticate, derive_key, make_identity, make_secret, unwrap, wrap
from storage.crypto.keys import KEY_BYTES, MasterKey

ID_BYTES = 16

REMEMBERED_HASHES = 1_000

STORE_CHAIN = bytes(ID_BYTES)
"""The id of the store's own chain. Its entries concern no single screening: a key was rotated, a log was exported."""


@dataclass(frozen=True)
class Keyring:
    """An open keyring. `id` is random and public; the rest is secret.

    `former` are the keyring's own keys before the present one, the newest first.
    """

    id: bytes
    master: MasterKey
    secret: bytes = field(repr=False)
    former: tuple[bytes, ...] = field(default=(), repr=False)

    @cached_property
    def generations(self) -> tuple["Keyring", ...]:
        """This keyring, and what it was before each deep rotation, the newest first. Nothing is sealed with those."""
        return (self, *(Keyring(self.id, self.master, each) for each in self.former))

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
    def store_keys(self) -> tuple[bytes, ...]:
        """The store keys of all generations, the newest first."""
        return tuple(each.store_key for each in self.generations)

    @cached_property
    def pre_check_key(self) -> bytes:
        """The key of what open pre-checks hand on from page to page. Nothing that is kept is sealed with it."""
        return derive_key(self.secret, "pre-check")

    @cached_property
    def matrix_key(self) -> bytes:
        """The key of the crypto store of a device on Matrix. It stays the same when the keyring is renewed."""
        return derive_key(self.generations[-1].secret, "matrix")

    @cached_property
    def hash_lookup(self) -> Callable[[str, str], bytes]:
        """Returns, for a kind and a name, the keyed hash of 16 bytes under which a code, a person or a chat is found.

        It says nothing without the key. One event looks up its chat and its person several times, so the last ones
        are remembered.
        """
        key = derive_key(self.secret, "lookup")
        return lru_cache(REMEMBERED_HASHES)(lambda kind, name: authenticate(key, kind, name)[:ID_BYTES])

    def wrap_own_key(self) -> bytes:
        """Returns the keyring's key as the database holds it, with the former ones."""
        return wrap(self.master.secret, b"".join((self.secret, *self.former)), make_identity("realm", self.id))

    def renew(self, master: MasterKey) -> "Keyring":
        """Returns this keyring with a new random key, under another master key."""
        return Keyring(self.id, master, make_secret(), (self.secret, *self.former))

    def wrap(self, screening: bytes, *secrets: bytes) -> bytes:
        """Returns the keys of a screening as the database holds them: its key, and its former ones, newest first."""
        return wrap(self.master.secret, b"".join(secrets), make_identity("screening", screening))

    def unwrap(self, screening: bytes, wrapped: bytes | None) -> bytes | None:
        """Returns the key of a screening, or None where it is missing, or was wrapped with another master key."""
        secrets = self.unwrap_all(screening, wrapped)
        return secrets[0] if secrets else None

    def unwrap_all(self, screening: bytes, wrapped: bytes | None) -> tuple[bytes, ...]:
        """Returns the key of a screening and its former ones, the newest first. They are none where `unwrap` has none.

        A screening has the keys of the generations that it has seen.
        """
        if wrapped is None:
            return ()
        joined = unwrap(self.master.secret, wrapped, make_identity("screening", screening))
        # Nearly all have one key, and a turn asks for it: no further call is made for that.
        return (joined,) if joined is not None and len(joined) == KEY_BYTES else _split(joined or b"")


def make_keyring(master: MasterKey) -> Keyring:
    """Returns a keyring with a new random key."""
    return Keyring(make_secret()[:ID_BYTES], master, make_secret())


def open_keyring(keyring_id: bytes, wrapped: bytes, master: MasterKey) -> Keyring | None:
    """Returns the keyring that `master` opens, or None where it is another keyring's key."""
    secrets = _split(unwrap(master.secret, wrapped, make_identity("realm", keyring_id)) or b"")
    return Keyring(keyring_id, master, secrets[0], secrets[1:]) if secrets else None


def _split(joined: bytes) -> tuple[bytes, ...]:
    """Returns keys that were wrapped together."""
    return tuple(joined[place : place + KEY_BYTES] for place in range(0, len(joined), KEY_BYTES))
