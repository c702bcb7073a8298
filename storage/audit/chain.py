"""The chain of entries: what one holds, how it is bound to the one before, and what is wrong with a changed chain."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from hmac import compare_digest
from operator import itemgetter
from typing import Any

from storage.crypto.encryption import ENTRY_STEP, authenticate, make_identity, seal, unseal
from storage.crypto.keyring import Keyring
from storage.model.codec import encode_answer, pack, read_answer, unpack
from storage.model.entries import NO_HEAD, Entry, EntryKind, EntryRow, Head


def append_entries(
    keyring: Keyring, head: Head, secret: bytes, entries: Iterable[Entry]
) -> tuple[list[EntryRow], Head]:
    """Returns the rows of further entries, sealed with `secret`, and the head after them."""
    rows = []
    for entry in entries:
        screening, number = head.screening, head.number + 1
        sealed = seal(secret, pack(_encode_entry(entry)), make_identity("entry", screening, number), ENTRY_STEP)
        mac = authenticate(keyring.audit_key, head.mac, screening, number, sealed)
        rows.append(EntryRow(screening, number, sealed, mac))
        head = Head(screening, number, mac)
    return rows, head


def read_entry(secret: bytes, row: EntryRow) -> Entry:
    """Returns what a stored entry tells. Raises `Damaged` where it was sealed otherwise."""
    what = f"entry {row.number} of a screening's trail"
    return _make_entry(unpack(unseal(secret, row.sealed, make_identity("entry", row.screening, row.number), what)))


def find_faults(
    keyring: Keyring, screening: bytes, rows: Iterable[EntryRow], stored: Head | None, anchored: Head | None
) -> Iterator[str]:
    """Yields what is wrong with a chain, a sentence each: changed, removed, moved or missing entries.

    `rows` are in their order. `stored` is the head in the screening's row, `anchored` the last one that the anchor
    knows; either may be missing.
    """
    head = Head(screening)
    macs = {0: NO_HEAD}
    for row in rows:
        if row.number != head.number + 1:
            first, last = head.number + 1, row.number - 1
            yield f"entry {first} is missing" if first == last else f"entries {first} to {last} are missing"
        elif not compare_digest(row.mac, authenticate(keyring.audit_key, head.mac, screening, row.number, row.sealed)):
            yield f"entry {row.number} was changed, or stands in another's place"
        head = Head(screening, row.number, row.mac)
        macs[row.number] = row.mac
    for known, where in ((stored, "the screening's record"), (anchored, "the anchor")):
        if known is None:
            continue
        if known.number > head.number:
            yield f"the last entries are missing: there are {head.number}, but {where} knows {known.number}"
        elif known.number in macs and not compare_digest(macs[known.number], known.mac):
            yield f"entry {known.number} is not the one that {where} knows"
        elif where != "the anchor" and known.number < head.number:
            yield f"there are {head.number} entries, but {where} knows only {known.number}"


def _encode_entry(entry: Entry) -> dict[str, Any]:
    """Returns an entry as plain values, without those that are empty."""
    plain = (
        ("what", entry.kind.value),
        ("at", entry.at.isoformat()),
        ("who", entry.who),
        ("channel", entry.channel),
        ("fact", entry.fact),
        ("before", encode_answer(entry.before)),
        ("after", encode_answer(entry.after)),
        ("note", entry.note),
        ("account", entry.account),
        ("real_at", entry.real_at and entry.real_at.isoformat()),
    )
    return dict(filter(itemgetter(1), plain))


def _make_entry(plain: dict[str, Any]) -> Entry:
    real_at = plain.get("real_at")
    return Entry(
        EntryKind(plain["what"]),
        datetime.fromisoformat(plain["at"]),
        plain["who"],
        plain["channel"],
        plain.get("fact"),
        read_answer(plain.get("before")),
        read_answer(plain.get("after")),
        plain.get("note", ""),
        plain.get("account", ""),
        None if real_at is None else datetime.fromisoformat(real_at),
    )
