"""Who may use it: people, their roles, and the invitations that let them in. All of it within one transaction, and in the realm's trail."""

import base64
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from storage.crypto.encryption import ENTRY_STEP, identity, seal, unseal
from storage.database.schema import invitations, people
from storage.database.statements import found
from storage.model.codec import packed, unpacked
from storage.model.entries import What
from storage.unit_of_work.unit_of_work import Desk

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


class Access:
    """Lets people in and out, at the desk of one event."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._realm = desk.realm

    def role_of(self, person: str) -> Role | None:
        """Returns the role of a person, or None for one who was never let in, or whose access was revoked."""
        hashed, ahead = self._hash(person), self.desk.ahead.people
        rows = [ahead[hashed]] if hashed in ahead else found(self.desk.reading, _PERSON, {"person": hashed})
        row = rows[0] if rows else None
        return None if row is None or row.revoked_at is not None else Role(row.role)

    def invite(self, role: Role, lasts: timedelta, note: str = "") -> str:
        """Makes an invitation for one person, and returns what it carries; only its hash is kept. `note` says for whom it is meant."""
        token = base64.urlsafe_b64encode(secrets.token_bytes(TOKEN_BYTES)).decode().rstrip("=")
        hashed = self._realm.looked_up("invitation", token)
        plain = {"by": self.desk.incoming.person, "note": note}
        row = {
            "token": hashed,
            "role": role.value,
            "expires_at": int((self.desk.incoming.at + lasts).timestamp()),
            "sealed": seal(self._realm.desk_key, packed(plain), identity("invitation", hashed), ENTRY_STEP),
        }
        self.desk.writing().execute(insert(invitations), row)
        self.desk.note_realm(What.INVITED, f"{role.value} {note}".strip())
        return token

    def let_in(self, person: str, token: str) -> Role | None:
        """Lets a person in by an invitation, once, and returns their role; None where the invitation is not known, used or expired.

        Somebody whose access was revoked is let in again by a new invitation; the role is that of the last one.
        """
        hashed = self._realm.looked_up("invitation", token)
        now = int(self.desk.incoming.at.timestamp())
        row = self.desk.reading.execute(_INVITATION, {"token": hashed}).first()
        if row is None or row.used_at is not None or row.expires_at <= now:
            return None
        self.desk.writing().execute(_USE, {"b_token": hashed, "b_now": now})
        invited = unpacked(unseal(self._realm.desk_key, row.sealed, identity("invitation", hashed), "an invitation"))
        self.desk.writing().execute(_REMOVE, {"b_person": self._hash(person)})
        plain = {"name": person, "by": invited["by"], "note": invited["note"]}
        self.desk.writing().execute(insert(people), self._row(person, row.role, now, plain))
        self.desk.ahead.people.pop(self._hash(person), None)
        self.desk.note_realm(What.LET_IN, f"{self.reference(person)} as {row.role}, invited by {invited['by']}")
        return Role(row.role)

    def revoke(self, reference: str) -> Member | None:
        """Takes a person's access away, at once; their screenings stay theirs. Returns None where nobody has this reference."""
        found = [member for member in self.members() if member.reference == reference.lower() and member.revoked_at is None]
        if not found:
            return None
        self.desk.writing().execute(_REVOKE, {"b_person": self._hash(found[0].name), "b_now": int(self.desk.incoming.at.timestamp())})
        self.desk.ahead.people.pop(self._hash(found[0].name), None)
        self.desk.note_realm(What.REVOKED, reference)
        return found[0]

    def members(self) -> list[Member]:
        """Returns everybody who was ever let in, the first ones first."""
        return [self._member(row) for row in self.desk.reading.execute(_PEOPLE)]

    def reference(self, person: str) -> str:
        """Returns what names a person to coordinators."""
        return self._hash(person).hex()[:REFERENCE_CHARACTERS]

    def _row(self, person: str, role: str, now: int, plain: dict[str, str]) -> dict[str, Any]:
        hashed = self._hash(person)
        sealed = seal(self._realm.desk_key, packed(plain), identity("person", hashed), ENTRY_STEP)
        return {"person": hashed, "role": role, "let_in_at": now, "sealed": sealed}

    def _member(self, row: Any) -> Member:
        plain = unpacked(unseal(self._realm.desk_key, row.sealed, identity("person", row.person), "the record of a person"))
        revoked = None if row.revoked_at is None else datetime.fromtimestamp(row.revoked_at, UTC)
        reference = row.person.hex()[:REFERENCE_CHARACTERS]
        return Member(reference, Role(row.role), datetime.fromtimestamp(row.let_in_at, UTC), revoked, plain["name"], plain["note"])

    def _hash(self, person: str) -> bytes:
        return self._realm.looked_up("person", person)


_PERSON = select(people.c.role, people.c.revoked_at).where(people.c.person == bindparam("person"))
_PEOPLE = select(people).order_by(people.c.let_in_at)
_INVITATION = select(invitations).where(invitations.c.token == bindparam("token")).with_for_update()
_USE = update(invitations).where(invitations.c.token == bindparam("b_token")).values(used_at=bindparam("b_now"))
_REMOVE = delete(people).where(people.c.person == bindparam("b_person"))
_REVOKE = update(people).where(people.c.person == bindparam("b_person")).values(revoked_at=bindparam("b_now"))
