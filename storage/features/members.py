"""Members: the people who may use the store, their roles, and the invitations that let them in.

Each change is made in the transaction of one event, with an entry in the store's own chain.
"""

import base64
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from storage.crypto.encryption import ENTRY_STEP, make_identity, seal, unseal
from storage.database.schema import invitations, people
from storage.database.statements import fetch_rows
from storage.model.codec import pack, unpack
from storage.model.entries import EntryKind
from storage.unit_of_work.unit_of_work import UnitOfWork

TOKEN_BYTES = 20
"""What an invitation carries: 160 random bits, 27 characters that fit a deep link."""

REFERENCE_CHARACTERS = 8
"""How many hexadecimal digits of a person's hash name them to a coordinator."""


class Role(Enum):
    """What a person may do: all have screenings of their own; a coordinator also invites, and reads the log."""

    CLINICIAN = "clinician"
    REFERRER = "referrer"
    TESTER = "tester"
    COORDINATOR = "coordinator"


@dataclass(frozen=True, slots=True)
class Member:
    """A person who was let in. `reference` names them to coordinators; `name` is how their channel names them."""

    reference: str
    role: Role
    let_in_at: datetime
    revoked_at: datetime | None
    name: str = field(repr=False)
    note: str = field(repr=False)


class Members:
    """Lets people in and out, in the unit of work of one event."""

    def __init__(self, uow: UnitOfWork) -> None:
        self.uow = uow
        self._keyring = uow.keyring
        self._now = int(uow.inbound.at.timestamp())

    def find_role(self, person: str) -> Role | None:
        """Returns the role of a person, or None for one who was never let in, or whose access was revoked."""
        hashed, known = self._hash(person), self.uow.prefetched.people
        rows = [known[hashed]] if hashed in known else fetch_rows(self.uow.reading, _PERSON, {"person": hashed})
        row = rows[0] if rows else None
        return None if row is None or row.revoked_at is not None else Role(row.role)

    def invite(self, role: Role, lasts: timedelta, note: str = "") -> str:
        """Makes an invitation for one person, and returns its token; only the token's hash is stored.

        `note` says for whom it is meant.
        """
        token = base64.urlsafe_b64encode(secrets.token_bytes(TOKEN_BYTES)).decode().rstrip("=")
        hashed = self._keyring.hash_lookup("invitation", token)
        plain = {"by": self.uow.inbound.person, "note": note}
        row = {
            "token": hashed,
            "role": role.value,
            "expires_at": int((self.uow.inbound.at + lasts).timestamp()),
            "sealed": self._seal("invitation", hashed, plain),
        }
        self.uow.begin_writing().execute(insert(invitations), row)
        self.uow.note_store(EntryKind.INVITED, f"{role.value} {note}".strip())
        return token

    def let_in(self, person: str, token: str) -> Role | None:
        """Lets a person in by an invitation, once, and returns their role.

        Returns None where the invitation is unknown, used or expired. A new invitation lets in a person whose access
        was revoked. The role is that of the last invitation.
        """
        token_hash, hashed = self._keyring.hash_lookup("invitation", token), self._hash(person)
        row = self.uow.reading.execute(_INVITATION, {"token": token_hash}).first()
        if row is None or row.used_at is not None or row.expires_at <= self._now:
            return None
        writing = self.uow.begin_writing()
        writing.execute(_USE, {"b_token": token_hash, "b_now": self._now})
        invited = self._unseal("invitation", token_hash, row.sealed, "an invitation")
        writing.execute(_REMOVE, {"b_person": hashed})
        sealed = self._seal("person", hashed, {"name": person, "by": invited["by"], "note": invited["note"]})
        member = {"person": hashed, "role": row.role, "let_in_at": self._now, "sealed": sealed}
        writing.execute(insert(people), member)
        self.uow.prefetched.people.pop(hashed, None)
        reference = self.make_reference(person)
        self.uow.note_store(EntryKind.LET_IN, f"{reference} as {row.role}, invited by {invited['by']}")
        return Role(row.role)

    def revoke(self, reference: str) -> Member | None:
        """Takes a person's access away, at once; their screenings stay theirs.

        Returns None where nobody has this reference.
        """
        wanted = reference.lower()
        found = [each for each in self.list_all() if each.reference == wanted and each.revoked_at is None]
        if not found:
            return None
        hashed = self._hash(found[0].name)
        self.uow.begin_writing().execute(_REVOKE, {"b_person": hashed, "b_now": self._now})
        self.uow.prefetched.people.pop(hashed, None)
        self.uow.note_store(EntryKind.REVOKED, reference)
        return found[0]

    def list_all(self) -> list[Member]:
        """Returns everybody who was ever let in, the first ones first."""
        return [self._read_member(row) for row in self.uow.reading.execute(_PEOPLE)]

    def make_reference(self, person: str) -> str:
        """Returns what names a person to coordinators."""
        return self._hash(person).hex()[:REFERENCE_CHARACTERS]

    def _read_member(self, row: Any) -> Member:
        plain = self._unseal("person", row.person, row.sealed, "the record of a person")
        let_in = datetime.fromtimestamp(row.let_in_at, UTC)
        revoked = None if row.revoked_at is None else datetime.fromtimestamp(row.revoked_at, UTC)
        reference = row.person.hex()[:REFERENCE_CHARACTERS]
        return Member(reference, Role(row.role), let_in, revoked, plain["name"], plain["note"])

    def _seal(self, kind: str, hashed: bytes, plain: dict[str, str]) -> bytes:
        return seal(self._keyring.store_key, pack(plain), make_identity(kind, hashed), ENTRY_STEP)

    def _unseal(self, kind: str, hashed: bytes, sealed: bytes, what: str) -> Any:
        return unpack(unseal(self._keyring.store_key, sealed, make_identity(kind, hashed), what))

    def _hash(self, person: str) -> bytes:
        return self._keyring.hash_lookup("person", person)


_PERSON = select(people.c.role, people.c.revoked_at).where(people.c.person == bindparam("person"))
_PEOPLE = select(people).order_by(people.c.let_in_at)
_INVITATION = select(invitations).where(invitations.c.token == bindparam("token")).with_for_update()
_USE = update(invitations).where(invitations.c.token == bindparam("b_token")).values(used_at=bindparam("b_now"))
_REMOVE = delete(people).where(people.c.person == bindparam("b_person"))
_REVOKE = update(people).where(people.c.person == bindparam("b_person")).values(revoked_at=bindparam("b_now"))
