"""Linking: two accounts become one person's, by a code that works once and soon expires. Leaving undoes it.

An account that leaves takes along what it brought.
A person's role is given by invitations only: accounts of different roles are never linked.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select, update

from storage.crypto.row_seals import LINK_SEAL
from storage.database.schema import accounts, link_codes
from storage.features.brought_screenings import count_brought, give_all, give_brought
from storage.features.grant_notes import describe_linked
from storage.features.inaccuracies import carry_reports
from storage.features.members import Members
from storage.features.offered_links import is_link_offered
from storage.features.one_time_codes import CodeRefusal, OneTimeCodes, RefusalReason, carry_wrong_codes
from storage.model.codec import pack, unpack
from storage.model.entries import EntryKind
from storage.model.people import AccountName, PersonId
from storage.unit_of_work.account_rows import make_account_row, read_account
from storage.unit_of_work.unit_of_work import UnitOfWork

LASTS = timedelta(minutes=30)
"""How long a code works: both accounts are at hand."""

TAG_BYTES = 4


@dataclass(frozen=True, slots=True)
class LinkOffer:
    """An open code that links another account with this one, and until when it works."""

    code: str = field(repr=False)
    until: datetime


class AccountLinks:
    """Links the account of the event with others, in its unit of work."""

    def __init__(self, uow: UnitOfWork) -> None:
        self.uow = uow
        self._keyring = uow.keyring
        self._members = Members(uow)
        self._codes = OneTimeCodes(uow, "link", link_codes, LINK_SEAL, LASTS)

    @property
    def is_let_in(self) -> bool:
        """Whether the account of the event was let in, and still is. No other may be linked."""
        return self._members.find_role(self.uow.inbound.account) is not None

    def offer(self) -> LinkOffer:
        """Makes a code for the account of the event. An earlier code for it is void from now on."""
        account = self.uow.inbound.account
        entry = self.uow.note_store(EntryKind.LINK_OFFERED, self._members.make_reference(account))
        content = pack({"name": account, "entry": entry})
        code, until = self._codes.make(self._hash(account), self._keyring.store_key, content)
        return LinkOffer(code, until)

    def join(self, code: str) -> CodeRefusal | None:
        """Makes the account of the event, and all others of its person, those of the person who got the code.

        That person gets all screenings of the former one. Returns why not, where the code is refused.
        """
        self.uow.begin_changing_accounts()
        refused = self._codes.refuse_for_now()
        if refused is not None:
            return refused
        opened = self._codes.find(code)
        if opened is None:
            return self._codes.refuse_wrong()
        plain = unpack(self._codes.unseal(opened, self._keyring.store_key))
        account, other = self.uow.inbound.account, AccountName(plain["name"])
        if not is_link_offered(self.uow, self._members.make_reference(other), plain.get("entry", 0)):
            return self._codes.refuse_wrong()
        refused = self._refuse_pair(account, other)
        if refused is not None:
            return refused
        if not self._codes.use(opened):
            return self._codes.refuse_wrong()
        former, person = self.uow.person, self.uow.find_person(other)
        self._move(self.uow.reading.execute(_OF_PERSON, {"person": self._hash(former)}).all(), person)
        give_all(self.uow, former, person)
        reference = self._members.make_reference
        self.uow.note_store(EntryKind.LINKED, describe_linked(reference(account), reference(other)))
        return None

    def count_brought(self) -> tuple[int, int] | None:
        """Returns how many screenings the account would take along, and how many stay; None where it stands alone."""
        return count_brought(self.uow) if self._find_leaving() else None

    def leave(self) -> bool:
        """Makes the account of the event a person of its own again, with the screenings that it brought.

        The person's counted limits go on for both. Says whether there was another account with access to leave.
        """
        self.uow.begin_changing_accounts()
        account, former, own = self.uow.inbound.account, self.uow.person, self._find_leaving()
        if not own:
            return False
        # A new name, since others may bear that of the account: it may have been their first.
        person = PersonId(f"{account}.{secrets.token_hex(TAG_BYTES)}")
        for carry in (carry_wrong_codes, carry_reports):
            carry(self.uow, former, person)
        self._move(own, person)
        give_brought(self.uow, former, person)
        self.uow.note_store(EntryKind.UNLINKED, self._members.make_reference(account))
        return True

    def _find_leaving(self) -> list[Any]:
        """Returns the row of the account of the event, alone in a list; an empty one where it has nobody to leave."""
        rows = self.uow.reading.execute(_OF_PERSON, {"person": self._hash(self.uow.person)}).all()
        with_access = [row for row in rows if row.revoked_at is None]
        own = [row for row in with_access if row.account == self._hash(self.uow.inbound.account)]
        return own if len(with_access) > 1 else []

    def _refuse_pair(self, account: AccountName, other: AccountName) -> CodeRefusal | None:
        """Returns why two accounts are not to be linked, or None where they are."""
        if account == other:
            return CodeRefusal(RefusalReason.OWN)
        if self.uow.find_person(account) == self.uow.find_person(other):
            return CodeRefusal(RefusalReason.LINKED_ALREADY)
        role = self._members.find_role(other)
        if role is None:  # its access was revoked since
            return self._codes.refuse_wrong()
        return None if role is self._members.find_role(account) else CodeRefusal(RefusalReason.OTHER_ROLE)

    def _move(self, rows: Iterable[Any], person: PersonId) -> None:
        """Makes accounts those of a person."""
        for row in rows:
            moved = replace(read_account(self._keyring, row), person=person)
            changed = make_account_row(self._keyring, moved)
            self.uow.begin_writing().execute(_MOVE, changed | {"b_account": row.account})

    def _hash(self, name: str) -> bytes:
        return self._keyring.hash_lookup("person", name)


_OF_PERSON = select(accounts).where(accounts.c.person == bindparam("person")).order_by(accounts.c.account)
_MOVE = (
    update(accounts)
    .where(accounts.c.account == bindparam("b_account"))
    .values(person=bindparam("person"), sealed=bindparam("sealed"))
)
