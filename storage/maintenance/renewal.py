"""A renewal: the old keys and the new ones of a database, within the transaction in which all rows are sealed anew.

The keyed hashes under which rows are found change with the keys, so the names that they are made of are noted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, bindparam, select

from storage.crypto.keyring import Keyring
from storage.database.schema import screening_keys

PAGE = 500
"""How many rows are in memory at a time."""


@dataclass
class Renewal:
    """The transaction, the keyrings before and after, and what was found: people's names, and the hashes of chats."""

    connection: Connection
    old: Keyring
    fresh: Keyring
    people: set[str] = field(default_factory=set, repr=False)
    chats: dict[bytes, bytes] = field(default_factory=dict, repr=False)

    def rename_person(self, name: str, kind: str = "person") -> tuple[bytes, bytes]:
        """Returns the keyed hash of a person as it was, and as it is from now on."""
        return self.old.hash_lookup(kind, name), self.fresh.hash_lookup(kind, name)

    def rename_chat(self, address: str) -> bytes:
        """Returns the keyed hash of a chat as it is from now on, and notes it."""
        before = self.old.hash_lookup("chat", address)
        return self.chats.setdefault(before, self.fresh.hash_lookup("chat", address))

    def read_keys(self, screenings: Sequence[bytes]) -> dict[bytes, tuple[bytes, bytes]]:
        """Returns the new and the old key of screenings whose keys were renewed; those without a key are left out."""
        rows = self.connection.execute(_KEYS, {"ids": list(screenings)}).all()
        unwrapped = {row.screening: self.fresh.unwrap_all(row.screening, row.wrapped) for row in rows}
        return {screening: (keys[0], keys[1]) for screening, keys in unwrapped.items()}


_KEYS = select(screening_keys).where(screening_keys.c.screening.in_(bindparam("ids", expanding=True)))
