"""What the store's own chain tells of passkeys: a row alone could have been put back after its removal."""

from dataclasses import dataclass, field

from storage.crypto.keyring import Keyring
from storage.features.grant_notes import make_account_reference, read_passkey
from storage.features.passkey_rows import Passkey
from storage.model.entries import Entry, EntryKind


@dataclass
class RecordedPasskeys:
    """The passkeys that the chain tells of: by the number of the entry that added each, the reference of its account.

    A restored backup may hold passkeys that were removed since: a restore removes all of them.
    """

    accounts: dict[int, str] = field(default_factory=dict)

    def add(self, number: int, entry: Entry) -> None:
        """Takes in an entry of the chain, with its number."""
        if entry.kind is EntryKind.PASSKEY_ADDED:
            self.accounts[number] = entry.note
        elif entry.kind is EntryKind.PASSKEY_REMOVED:
            self.accounts.pop(read_passkey(entry.note), None)
        elif entry.kind is EntryKind.RESTORED:
            self.accounts.clear()

    def has(self, keyring: Keyring, passkey: Passkey) -> bool:
        """Says whether an entry added a passkey to its account, and none removed it since.

        The account may have had another reference then, before a deep rotation.
        """
        references = {make_account_reference(each, passkey.account) for each in keyring.generations}
        return self.accounts.get(passkey.number) in references
