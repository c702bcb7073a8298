"""Who may use it: people, their roles, and the invitations that let them in.

All of it within one transaction, and in the store's trail.
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
    """What a person may do: all screen, each their own; a coordinator also invites and reads the log."""

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
        self._realm = uow.keyring

    def find_role(self, person: str) -> Role | None:
        """Returns the role of a person, or None for one who was never let in, or whose access was revoked."""
        hashed, prefetched = self._hash(person), self.uow.prefetched.people
        rows = (
            [prefetched[hashed]] if hashed in prefetched else fetch_rows(self.uow.reading, _PERSON, {"person": hashed})
        )
        row = rows[0] if rows else None
        return None if row is None or row.revoked_at is not None else Role(row.role)

    def invite(self, role: Role, lasts: timedelta, note: str = "") -> str:
        """Makes an invitation for one person, and returns what it carries; only its hash is kept.

        `note` says for whom it is meant.
        """
        token = base64.urlsafe_b64encode(secrets.token_bytes(TOKEN_BYTES)).decode().rstrip("=")
        hashed = self._realm.hash_lookup("invitation", token)
        plain = {"by": self.uow.inbound.person, "note": note}
        row = {
            "token": hashed,
            "role": role.value,
            "expires_at": int((self.uow.inbound.at + lasts).timestamp()),
            "sealed": seal(self._realm.store_key, pack(plain), make_identity("invitation", hashed), ENTRY_STEP),
        }
        self.uow.begin_writing().execute(insert(invitations), row)
        self.uow.note_store(EntryKind.INVITED, f"{role.value} {note}".strip())
        return token

    def let_in(self, person: str, token: str) -> Role | None:
        """Lets a person in by an invitation, once, and returns their role; None where the invitation is not known, used or expired.

        Somebody whose access was revoked is let in again by a new invitation; the role is that of the last one.
        """
        hashed = self._realm.hash_lookup("invitation", token)
        now = int(self.uow.inbound.at.timestamp())
        row = self.uow.reading.execute(_INVITATION, {"token": hashed}).first()
        if row is None or row.used_at is not None or row.expires_at <= now:
            return None
        self.uow.begin_writing().execute(_USE, {"b_token": hashed, "b_now": now})
        invited = unpack(
            unseal(self._realm.store_key, row.sealed, make_identity("invitation", hashed), "an invitation")
        )
        self.uow.begin_writing().execute(_REMOVE, {"b_person": self._hash(person)})
        plain = {"name": person, "by": invited["by"], "note": invited["note"]}
        self.uow.begin_writing().execute(insert(people), self._row(person, row.role, now, plain))
        self.uow.prefetched.people.pop(self._hash(person), None)
        self.uow.note_store(
            EntryKind.LET_IN, f"{self.make_reference(person)} as {row.role}, invited by {invited['by']}"
        )
        return Role(row.role)

    def revoke(self, reference: str) -> Member | None:
        """Takes a person's access away, at once; their screenings stay theirs.

        Returns None where nobody has this reference.
        """
        found = [
            member for member in self.list_all() if member.reference == reference.lower() and member.revoked_at is None
        ]
        if not found:
            return None
        self.uow.begin_writing().execute(
            _REVOKE, {"b_person": self._hash(found[0].name), "b_now": int(self.uow.inbound.at.timestamp())}
        )
        self.uow.prefetched.people.pop(self._hash(found[0].name), None)
        self.uow.note_store(EntryKind.REVOKED, reference)
        return found[0]

    def list_all(self) -> list[Member]:
        """Returns everybody who was ever let in, the first ones first."""
        return [self._member(row) for row in self.uow.reading.execute(_PEOPLE)]

    def make_reference(self, person: str) -> str:
        """Returns what names a person to coordinators."""
        return self._hash(person).hex()[:REFERENCE_CHARACTERS]

    def _row(self, person: str, role: str, now: int, plain: dict[str, str]) -> dict[str, Any]:
        hashed = self._hash(person)
        sealed = seal(self._realm.store_key, pack(plain), make_identity("person", hashed), ENTRY_STEP)
        return {"person": hashed, "role": role, "let_in_at": now, "sealed": sealed}

    def _member(self, row: Any) -> Member:
        plain = unpack(
            unseal(self._realm.store_key, row.sealed, make_identity("person", row.person), "the record of a person")
        )
        revoked = None if row.revoked_at is None else datetime.fromtimestamp(row.revoked_at, UTC)
        reference = row.person.hex()[:REFERENCE_CHARACTERS]
        return Member(
            reference, Role(row.role), datetime.fromtimestamp(row.let_in_at, UTC), revoked, plain["name"], plain["note"]
        )

    def _hash(self, person: str) -> bytes:
        return self._realm.hash_lookup("person", person)


_PERSON = select(people.c.role, people.c.revoked_at).where(people.c.person == bindparam("person"))
_PEOPLE = select(people).order_by(people.c.let_in_at)
_INVITATION = select(invitations).where(invitations.c.token == bindparam("token")).with_for_update()
_USE = update(invitations).where(invitations.c.token == bindparam("b_token")).values(used_at=bindparam("b_now"))
_REMOVE = delete(people).where(people.c.person == bindparam("b_person"))
_REVOKE = update(people).where(people.c.person == bindparam("b_person")).values(revoked_at=bindparam("b_now"))
