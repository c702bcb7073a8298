"""A code of a link that is looked at and not used: whether it is open, and by what it is known later."""

from storage.features.account_links import AccountLinks
from storage.features.offered_links import find_offering_account
from storage.unit_of_work.unit_of_work import UnitOfWork


def has_open_link(uow: UnitOfWork, code: str) -> bool:
    """Says whether a code would link accounts now. After too many wrong codes it says no."""
    codes = AccountLinks(uow).codes
    opened = None if codes.refuse_for_now() is not None else codes.find(code)
    return opened is not None and find_offering_account(uow, codes.unseal(opened, uow.keyring.store_key)) is not None


def mark_link_code(uow: UnitOfWork, code: str) -> str:
    """Returns what a code is known by once it was used: its keyed hash."""
    return uow.keyring.hash_lookup("link", code).hex()
