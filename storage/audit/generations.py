"""Generations: under which keys each entry of a chain was written, where deep rotations renewed them.

A chain goes on under the new keys: its next entry is bound to the last one of the closed part. So no later entry is
ever of an older generation, and whoever has former keys can add nothing.
"""

from collections.abc import Sequence
from hmac import compare_digest

from storage.crypto.encryption import authenticate
from storage.crypto.keyring import Keyring
from storage.model.entries import NO_HEAD, EntryRow, Head


def find_age(keyring: Keyring, before: Head, row: EntryRow, oldest: int) -> int | None:
    """Returns how many deep rotations ago an entry was bound to the head before it; None where it is not bound to it.

    `oldest` is the age of the entry before, since none is older than that.
    """
    for age in range(oldest, -1, -1):
        key = keyring.generations[age].audit_key
        if compare_digest(row.mac, authenticate(key, before.mac, before.screening, row.number, row.sealed)):
            return age
    return None


def list_ages(keyring: Keyring, rows: Sequence[EntryRow], before: bytes = NO_HEAD) -> list[int]:
    """Returns the age of each entry of a chain. One that was changed counts as old as the one before.

    `before` is what authenticates the entry before the first of them, where they are not the whole chain.
    """
    if not keyring.former:
        return [0] * len(rows)
    ages, oldest, mac = [], len(keyring.former), before
    for row in rows:
        age = find_age(keyring, Head(row.screening, row.number - 1, mac), row, oldest)
        oldest = oldest if age is None else age
        ages.append(oldest)
        mac = row.mac
    return ages


def pick_secrets(
    keyring: Keyring, secrets: Sequence[bytes], rows: Sequence[EntryRow], before: bytes = NO_HEAD
) -> list[bytes]:
    """Returns the key that seals each entry of a chain; `secrets` are those of all generations, the newest first.

    An entry from before the first of them gets that first one, which does not open it. `before` is as for `list_ages`.
    """
    return [secrets[min(age, len(secrets) - 1)] for age in list_ages(keyring, rows, before)]
