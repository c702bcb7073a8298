"""What the store's own chain tells of grants: who was let in and is, which invitations were used, what was reported."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from storage.features.account_links import LASTS
from storage.features.grant_notes import (
    AccessNote,
    read_inaccuracy,
    read_invited,
    read_let_in,
    read_linked,
    read_vouched,
)
from storage.model.entries import Entry, EntryKind


@dataclass
class AccountGrant:
    """An account as the chain tells it: `person` is a number that all accounts of one person share."""

    person: int
    role: str
    let_in_at: int
    revoked_at: int | None = None


@dataclass
class RecordedGrants:
    """All that the chain tells of grants, by references.

    `offering` says until when the open code of an account's link works.

    `renamed` are former references of accounts, from before a deep rotation, with the present ones.
    """

    renamed: Mapping[str, str] = field(default_factory=dict)
    accounts: dict[str, AccountGrant] = field(default_factory=dict)
    invited: dict[str, str] = field(default_factory=dict)
    used: dict[str, int] = field(default_factory=dict)
    reported: dict[str, datetime] = field(default_factory=dict)
    offering: dict[str, int] = field(default_factory=dict)
    counts: Counter[EntryKind] = field(default_factory=Counter)

    def add(self, entry: Entry) -> None:
        """Takes in the next entry of the chain."""
        self.counts[entry.kind] += 1
        at = int(entry.at.timestamp())
        if entry.kind is EntryKind.INVITED:
            role, invitation = read_invited(entry.note)
            self.invited[invitation or f"older {len(self.invited)}"] = role
        elif entry.kind is EntryKind.LET_IN:
            self._let_in(read_let_in(entry.note), at)
        elif entry.kind is EntryKind.VOUCHED:
            self._let_in(read_vouched(entry.note), at)
        elif entry.kind is EntryKind.REVOKED:
            self._find(entry.note).revoked_at = at
        elif entry.kind is EntryKind.LINK_OFFERED:
            self.offering[entry.note] = int((entry.at + LASTS).timestamp())
        elif entry.kind is EntryKind.LINKED:
            account, other = read_linked(entry.note)
            self.offering.pop(other, None)
            self._move(self._find(account).person, self._find(other).person)
        elif entry.kind is EntryKind.UNLINKED:
            self._find(entry.note).person = self._make_person()
        elif entry.kind is EntryKind.REPORTED and (reference := read_inaccuracy(entry.note)):
            self.reported[reference] = entry.at
        elif entry.kind is EntryKind.SETTLED and (reference := read_inaccuracy(entry.note)):
            self.reported.pop(reference, None)

    def _let_in(self, told: AccessNote, at: int) -> None:
        account = self.renamed.get(told.account, told.account)
        known = self.accounts.get(account)
        person = self._make_person() if known is None else known.person
        self.accounts[account] = AccountGrant(person, told.role, at)
        for each in self.accounts.values():
            if each.person == person:
                each.role = told.role
        if told.invitation is not None:
            self.used[told.invitation] = at

    def _find(self, reference: str) -> AccountGrant:
        return self.accounts[self.renamed.get(reference, reference)]

    def _move(self, former: int, person: int) -> None:
        for each in self.accounts.values():
            if each.person == former:
                each.person = person

    def _make_person(self) -> int:
        return max((each.person for each in self.accounts.values()), default=0) + 1
