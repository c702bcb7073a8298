"""The chain of entries: what one holds, how it is bound to the one before, and what is wrong with a changed chain."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from hmac import compare_digest
from operator import itemgetter
from typing import Any

from storage.audit.generations import find_age
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
    keyring: Keyring, screening: bytes, rows: Iterable[EntryRow], stored: Head | None, anchored: Sequence[Head] = ()
) -> Iterator[str]:
    """Yields what is wrong with a chain, a sentence each: changed, removed, moved or missing entries, older states.

    `rows` are in their order. `stored` is the head in the screening's row, which may be missing. `anchored` are all
    heads that the anchor knows, in their order.
    """
    head, oldest = Head(screening), len(keyring.former)
    macs = {0: NO_HEAD}
    for row in rows:
        if not row.is_plain:
            yield "an entry holds values of the wrong kind, which this program never writes"
            continue
        if row.number != head.number + 1:
            first, last = head.number + 1, row.number - 1
            yield f"entry {first} is missing" if first == last else f"entries {first} to {last} are missing"
        elif (age := find_age(keyring, head, row, oldest)) is None:
            yield f"entry {row.number} was changed, or stands in another's place"
        else:
            oldest = age
        head = Head(screening, row.number, row.mac)
        macs[row.number] = row.mac
    if stored is not None:
        yield from _compare_head(head.number, macs, stored, "the screening's record")
        if stored.number < head.number:
            yield f"there are {head.number} entries, but the screening's record knows only {stored.number}"
    yield from _compare_anchor(head.number, macs, anchored)


def _compare_anchor(length: int, macs: Mapping[int, bytes], anchored: Sequence[Head]) -> Iterator[str]:
    """Yields where a chain is not what the anchor knows."""
    if anchored and anchored[-1].number > length:
        yield from _compare_head(length, macs, anchored[-1], "the anchor")
    for before, known in zip([None, *anchored], anchored, strict=False):
        if before is not None and before.number == known.number:
            yield (
                f"an older state was put back, and went on from there: the anchor knows two entries {known.number}, and"
                " one of them is gone"
            )
        elif known.number <= length:
            yield from _compare_head(length, macs, known, "the anchor")


def _compare_head(length: int, macs: Mapping[int, bytes], known: Head, where: str) -> Iterator[str]:
    if known.number > length:
        yield f"the last entries are missing: there are {length}, but {where} knows {known.number}"
    elif known.number in macs and not compare_digest(macs[known.number], known.mac):
        yield f"entry {known.number} is not the one that {where} knows"


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
