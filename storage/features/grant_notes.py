"""What the store's own chain notes of invitations, accounts and inaccuracies, written and read in one place."""

import re
from dataclasses import dataclass

from storage.crypto.keyring import Keyring
from storage.model.people import AccountName

REFERENCE_CHARACTERS = 8
"""How many hexadecimal digits of a keyed hash name an account, an invitation or an inaccuracy."""


@dataclass(frozen=True, slots=True)
class AccessNote:
    """An account that was let in: its reference, its role, and the invitation's, which older entries do not name."""

    account: str
    role: str
    invitation: str | None


def make_account_reference(keyring: Keyring, account: AccountName) -> str:
    """Returns what names an account to coordinators and in the trail."""
    return keyring.hash_lookup("person", account).hex()[:REFERENCE_CHARACTERS]


def make_invitation_reference(keyring: Keyring, token: str) -> str:
    """Returns what names an invitation in the trail."""
    return keyring.hash_lookup("invitation", token).hex()[:REFERENCE_CHARACTERS]


def describe_invited(role: str, note: str, invitation: str, back: str = "") -> str:
    """Returns the note of an invitation: `note` says for whom it is meant, `back` to which account it leads back."""
    return f"{role} {note}".strip() + (f" (back for {back})" if back else "") + f" (invitation {invitation})"


def read_invited(note: str) -> tuple[str, str | None]:
    """Returns the role and the reference of an invitation; older entries do not name it."""
    found = _INVITATION.search(note)
    return note.partition(" ")[0], found["invitation"] if found else None


def describe_let_in(account: str, role: str, invited_by: str, invitation: str) -> str:
    """Returns the note of an account that was let in."""
    return f"{account} as {role}, invited by {invited_by} (invitation {invitation})"


def read_let_in(note: str) -> AccessNote:
    """Returns what `describe_let_in` noted. Raises `ValueError` for another text."""
    found, invitation = _LET_IN.match(note), _INVITATION.search(note)
    if found is None:
        raise ValueError(note)
    return AccessNote(found["account"], found["role"], invitation["invitation"] if invitation else None)


def describe_vouched(account: str, role: str, hospital: str) -> str:
    """Returns the note of an account that a hospital let in, or gave another role."""
    return f"{account} as {role}, by the hospital {hospital}"


def read_vouched(note: str) -> AccessNote:
    """Returns what `describe_vouched` noted. Raises `ValueError` for another text."""
    found = _VOUCHED.fullmatch(note)
    if found is None:
        raise ValueError(note)
    return AccessNote(found["account"], found["role"], None)


def describe_linked(account: str, other: str) -> str:
    """Returns the note of an account that joined the person of another one."""
    return f"{account} with {other}"


def read_linked(note: str) -> tuple[str, str]:
    """Returns both accounts that `describe_linked` noted."""
    account, _, other = note.partition(" with ")
    return account, other


def describe_passkey(number: int, account: str) -> str:
    """Returns the note of a passkey that was removed: the number of the entry that added it, and its account."""
    return f"{number} of {account}"


def read_passkey(note: str) -> int:
    """Returns the number that `describe_passkey` noted. Raises `ValueError` for another text."""
    return int(note.partition(" of ")[0])


def describe_inaccuracy(what: str, reference: str) -> str:
    """Returns the note of an inaccuracy that was reported or settled."""
    return f"{what} ({reference})"


def read_inaccuracy(note: str) -> str | None:
    """Returns the reference of an inaccuracy; older entries have none."""
    found = _REFERENCE.search(note)
    return found["reference"] if found else None


_INVITATION = re.compile(r" \(invitation (?P<invitation>[0-9a-f]{8})\)$")
_LET_IN = re.compile(r"(?P<account>[0-9a-f]{8}) as (?P<role>[a-z]+), invited by ")
_VOUCHED = re.compile(r"(?P<account>[0-9a-f]{8}) as (?P<role>[a-z]+), by the hospital [a-z0-9-]{1,32}")
_REFERENCE = re.compile(r" \((?P<reference>[0-9a-f]{8})\)$")
