"""Whether the code of a link is still open, as the store's own chain tells: its row alone could have been put back."""

from storage.audit.chain import read_entry
from storage.crypto.keyring import STORE_CHAIN
from storage.features.grant_notes import read_linked
from storage.features.members import Members
from storage.model.codec import unpack
from storage.model.entries import Entry, EntryKind
from storage.model.people import AccountName
from storage.unit_of_work.unit_of_work import UnitOfWork


def find_offering_account(uow: UnitOfWork, content: bytes) -> AccountName | None:
    """Returns the account that got a code of this content; None where the chain tells that the code is not open."""
    plain = unpack(content)
    account = AccountName(plain["name"])
    return account if is_link_offered(uow, Members(uow).make_reference(account), plain.get("entry", 0)) else None


def is_link_offered(uow: UnitOfWork, account: str, entry: int) -> bool:
    """Says whether the code of an account that was offered with this entry was neither used nor replaced since.

    `account` is its reference.
    """
    rows = uow.list_entries(STORE_CHAIN, entry)
    return not any(ends_link_offer(read_entry(uow.keyring.store_key, row), account) for row in rows)


def ends_link_offer(entry: Entry, account: str) -> bool:
    """Says whether an entry tells that an earlier code of an account is void."""
    if entry.kind is EntryKind.LINKED:
        return read_linked(entry.note)[1] == account
    return entry.kind is EntryKind.LINK_OFFERED and entry.note == account
