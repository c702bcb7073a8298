"""Vouching: a hospital whose sign-in is trusted says who somebody is, and lets their account in without an invitation.

Each time that changes an account there is an entry in the store's own chain.
"""

from enum import Enum

from storage.features.account_changes import write_account
from storage.features.grant_notes import describe_vouched, make_account_reference
from storage.features.invitations import Invitation
from storage.features.members import Role
from storage.features.sign_ins import end_all_sign_ins
from storage.model.entries import EntryKind
from storage.model.people import AccountName
from storage.unit_of_work.unit_of_work import UnitOfWork


class VouchOutcome(Enum):
    """What came of it that a hospital vouched for somebody."""

    NEW = "new"
    KNOWN = "known"
    REVOKED = "revoked"
    NO_ROLE = "no role"

    @property
    def is_in(self) -> bool:
        """Whether they are let in."""
        return self in {VouchOutcome.NEW, VouchOutcome.KNOWN}


def vouch(uow: UnitOfWork, account: AccountName, role: Role | None, hospital: str) -> VouchOutcome:
    """Lets an account in for which a hospital vouches, with a role; `hospital` is its key in the settings.

    A role that is new is that of all accounts of the person. An account whose access was revoked stays out. Without a
    role nobody is let in, and the sign-ins of the account end.
    """
    uow.begin_changing_accounts()
    known = uow.find_account(account)
    if known is not None and not known.has_access:
        return VouchOutcome.REVOKED
    if role is None:
        end_all_sign_ins(uow, account)
        return VouchOutcome.NO_ROLE
    if known is None or known.columns["role"] != role.value:
        by = f"hospital {hospital}"
        write_account(uow, account, Invitation(b"", role.value, by, by, uow.find_person(account)), "")
        note = describe_vouched(make_account_reference(uow.keyring, account), role.value, hospital)
        uow.note_store(EntryKind.VOUCHED, note)
    return VouchOutcome.NEW if known is None else VouchOutcome.KNOWN
