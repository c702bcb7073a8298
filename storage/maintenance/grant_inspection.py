"""Inspecting grants: the store's own chain and the tables tell the same of whom it let in, and what was reported.

A row that was put back as it once was unseals well. That it is not the last one shows here.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from storage.database.schema import accounts, inaccuracies, invitations, link_codes
from storage.database.statements import fetch_rows
from storage.features.enrolment_counts import read_enrolment_counts
from storage.features.grant_notes import REFERENCE_CHARACTERS
from storage.features.inaccuracies import INACCURACIES_KEPT
from storage.maintenance.passkey_inspection import find_passkey_faults
from storage.maintenance.recorded_grants import RecordedGrants
from storage.model.entries import Entry, EntryKind
from storage.model.errors import Damaged
from storage.unit_of_work.account_rows import read_account
from storage.unit_of_work.repository import ScreeningRepository


def find_grant_faults(repository: ScreeningRepository, entries: Sequence[Entry]) -> Iterator[str]:
    """Yields where the tables tell something else than the entries of the store's own chain."""
    told = RecordedGrants(_find_renamed(repository))
    try:
        for entry in entries:
            told.add(entry)
    except (KeyError, ValueError):
        yield "its entries tell of an account that was never let in"
        return
    yield from _compare_accounts(repository, told)
    yield from _compare_invitations(repository, told)
    yield from _compare_links(repository, told)
    yield from find_passkey_faults(repository, entries)
    yield from _compare_inaccuracies(repository, told)
    yield from _compare_enrolment_counts(repository, told.counts[EntryKind.MARKED])


def _find_renamed(repository: ScreeningRepository) -> dict[str, str]:
    """Returns the references that accounts had before deep rotations, with the present ones."""
    renamed: dict[str, str] = {}
    keyring = repository.keyring
    for row in fetch_rows(repository.connection, _ACCOUNTS, {}) if keyring.former else ():
        with suppress(Damaged):  # the inspection of its table names it
            name = read_account(keyring, row).name
            renamed |= {_refer(each.hash_lookup("person", name)): _refer(row.account) for each in keyring.generations}
    return renamed


def _compare_accounts(repository: ScreeningRepository, told: RecordedGrants) -> Iterator[str]:
    rows = {_refer(row.account): row for row in fetch_rows(repository.connection, _ACCOUNTS, {})}
    for reference in sorted(rows.keys() - told.accounts.keys()):
        yield f"the account {reference} is there, but no entry lets it in"
    for reference in sorted(told.accounts.keys() - rows.keys()):
        yield f"the account {reference} was let in, but is not there"
    people: dict[int, bytes] = {}
    for reference, account in sorted(told.accounts.items()):
        row = rows.get(reference)
        if row is None:
            continue
        expected = (account.role, account.let_in_at, account.revoked_at)
        if (row.role, row.let_in_at, row.revoked_at) != expected:
            yield f"the account {reference} has another role, time or access than its entries tell"
        if people.setdefault(account.person, row.person) != row.person:
            yield f"the account {reference} is another person's than its entries tell"
    if len(set(people.values())) != len(people):
        yield "accounts of several people are one person's, and no entry tells of it"


def _compare_invitations(repository: ScreeningRepository, told: RecordedGrants) -> Iterator[str]:
    rows = {_refer(row.token): row for row in fetch_rows(repository.connection, _INVITATIONS, {})}
    if len(rows) != told.counts[EntryKind.INVITED]:
        yield f"{told.counts[EntryKind.INVITED]} invitations were made, but {len(rows)} are there"
    used = sum(row.used_at is not None for row in rows.values())
    if used != told.counts[EntryKind.LET_IN]:
        yield f"{told.counts[EntryKind.LET_IN]} invitations were used, but {used} are marked so"
    for reference, row in sorted(rows.items()):
        role, used_at = told.invited.get(reference, row.role), told.used.get(reference)
        if row.role != role or (used_at is not None and row.used_at != used_at):
            yield f"the invitation {reference} is not as its entries tell"


def _compare_links(repository: ScreeningRepository, told: RecordedGrants) -> Iterator[str]:
    for row in fetch_rows(repository.connection, _LINK_CODES, {}):
        offered_until = told.offering.get(_refer(row.account))
        if offered_until is None or not isinstance(row.expires_at, int) or row.expires_at < offered_until:
            yield f"the code of a link of the account {_refer(row.account)} is there, but was used or replaced"


def _compare_inaccuracies(repository: ScreeningRepository, told: RecordedGrants) -> Iterator[str]:
    there = {_refer(row.id) for row in fetch_rows(repository.connection, _INACCURACIES, {})}
    kept_since = datetime.now(UTC) - INACCURACIES_KEPT
    for reference, at in sorted(told.reported.items()):
        if reference not in there and at > kept_since:
            yield f"the inaccuracy {reference} was reported and not settled, but is not there"
    # Those of earlier releases have no reference in the chain.
    if len(there) > told.counts[EntryKind.REPORTED] - told.counts[EntryKind.SETTLED]:
        yield "there are more inaccuracies than were reported and not settled"


def _compare_enrolment_counts(repository: ScreeningRepository, noted: int) -> Iterator[str]:
    """Yields what is wrong with the enrolment counts; `noted` is how many of them the chain tells of."""
    try:
        stored = len(read_enrolment_counts(repository.connection, repository.keyring))
    except Damaged as fault:
        yield str(fault)
        return
    if stored != noted:
        yield f"the trail tells of {noted} marks in the screening log, but {stored} are kept"


def _refer(hashed: Any) -> str:
    """Returns what names a row in the chain; whatever else stands there names nothing."""
    return hashed.hex()[:REFERENCE_CHARACTERS] if isinstance(hashed, bytes) else repr(hashed)[:40]


_ACCOUNTS = select(accounts)
_INVITATIONS = select(invitations)
_INACCURACIES = select(inaccuracies)
_LINK_CODES = select(link_codes)
