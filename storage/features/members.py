"""Members: the accounts of people who may use the store, their roles, and the invitations that let them in.

Each change is made in the transaction of one event, with an entry in the store's own chain.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import select

from storage.database.schema import accounts
from storage.features.account_changes import change_account, write_account
from storage.features.grant_notes import REFERENCE_CHARACTERS, describe_let_in, describe_linked, make_account_reference
from storage.features.invitations import find_invitation, use_invitation, write_invitation
from storage.features.passkeys import end_ways_in
from storage.model.entries import EntryKind
from storage.model.people import AccountName, PersonId
from storage.outbox.dropping import drop_waiting
from storage.unit_of_work.account_rows import read_account
from storage.unit_of_work.unit_of_work import UnitOfWork


class Role(Enum):
    """What a person may do: all have screenings of their own; a coordinator also invites, and reads the log."""

    CLINICIAN = "clinician"
    REFERRER = "referrer"
    TESTER = "tester"
    COORDINATOR = "coordinator"


@dataclass(frozen=True, slots=True)
class Member:
    """An account that was let in. `reference` names it to coordinators; `name` is how its channel names it.

    `note` says for whom the invitation was meant, and `called` what the channel called them when they were let in.
    """

    reference: str
    role: Role
    let_in_at: datetime
    revoked_at: datetime | None
    name: AccountName = field(repr=False)
    note: str = field(repr=False)
    person: PersonId = field(repr=False)
    called: str = field(default="", repr=False)


class Members:
    """Lets people in and out, in the unit of work of one event.

    `dropped` is how many messages it dropped that waited for people whose access was revoked.
    """

    def __init__(self, uow: UnitOfWork) -> None:
        self.uow = uow
        self.dropped = 0
        self._keyring = uow.keyring
        self._now = int(uow.inbound.at.timestamp())

    def find_role(self, account: AccountName) -> Role | None:
        """Returns the role of an account's person; None where it was never let in, or its access was revoked."""
        stored = self.uow.find_account(account)
        return Role(stored.columns["role"]) if stored is not None and stored.has_access else None

    def was_let_in(self, account: AccountName) -> bool:
        """Says whether an account was ever let in, whether or not it has access now."""
        return self.uow.find_account(account) is not None

    def invite(self, role: Role, lasts: timedelta, note: str = "") -> str:
        """Makes an invitation for one account, and returns its token; only the token's hash is stored.

        `note` says for whom it is meant.
        """
        return write_invitation(self.uow, role.value, lasts, note)

    def invite_back(self, reference: str, lasts: timedelta, note: str = "") -> str | None:
        """Makes an invitation that lets another account in as the person of a known one; returns its token.

        Returns None where no account with access has this reference.
        """
        wanted = reference.lower()
        found = [each for each in self.list_all() if each.reference == wanted and each.revoked_at is None]
        former = self.uow.find_account(found[0].name) if found else None
        return None if former is None else write_invitation(self.uow, former.columns["role"], lasts, note, former)

    def let_in(self, account: AccountName, token: str, called: str = "") -> Role | None:
        """Lets an account in by an invitation, once, and returns the role; `called` is kept, to recognise them by.

        Returns None where the invitation is unknown, used or expired. A new invitation lets in an account whose access
        was revoked; it is still its person's. The role of a person is that of the last invitation.
        An invitation back links the account with that person's former one.
        """
        invited = use_invitation(self.uow, token, account)
        if invited is None:
            return None
        write_account(self.uow, account, invited, called)
        reference = self.make_reference(account)
        by = invited.hashed.hex()[:REFERENCE_CHARACTERS]
        self.uow.note_store(EntryKind.LET_IN, describe_let_in(reference, invited.role, invited.by, by))
        if invited.former is not None:
            self.uow.note_store(EntryKind.LINKED, describe_linked(self.make_reference(invited.former), reference))
        return Role(invited.role)

    def is_invitation(self, token: str) -> bool:
        """Says whether an invitation carries this token that nobody has used, and that still works."""
        return find_invitation(self.uow, token) is not None

    def revoke(self, reference: str) -> Member | None:
        """Takes the access of an account's person away, at once, from all accounts; their screenings stay theirs.

        What waits for them in the outbox is dropped.
        Returns None where no account with access has this reference.
        """
        self.uow.begin_changing_accounts()
        wanted, members = reference.lower(), self.list_all()
        found = [each for each in members if each.reference == wanted and each.revoked_at is None]
        if not found:
            return None
        for each in members:
            if each.person == found[0].person and each.revoked_at is None:
                change_account(self.uow, self._hash(each.name), revoked_at=self._now)
                end_ways_in(self.uow, each.name)
                self.uow.note_store(EntryKind.REVOKED, each.reference)
                self.dropped += drop_waiting(self.uow.reading, self._keyring, each.name, self.uow.inbound.at)
        return found[0]

    def list_all(self) -> list[Member]:
        """Returns every account that was ever let in, the first ones first."""
        return [self._read_member(row) for row in self.uow.reading.execute(_ACCOUNTS)]

    def make_reference(self, account: AccountName) -> str:
        """Returns what names an account to coordinators."""
        return make_account_reference(self._keyring, account)

    def _read_member(self, row: Any) -> Member:
        stored = read_account(self._keyring, row)
        let_in = datetime.fromtimestamp(row.let_in_at, UTC)
        revoked = None if row.revoked_at is None else datetime.fromtimestamp(row.revoked_at, UTC)
        reference = row.account.hex()[:REFERENCE_CHARACTERS]
        known = (stored.name, stored.note, stored.person, stored.called)
        return Member(reference, Role(row.role), let_in, revoked, *known)

    def _hash(self, name: str) -> bytes:
        return self._keyring.hash_lookup("person", name)


_ACCOUNTS = select(accounts).order_by(accounts.c.let_in_at)
