"""Sealing: what is changed by one bit, or moved to another row, is found; lengths say nothing."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from stores import KEY, NOW

from dialogs.rules.answers import PENDING, UNKNOWN, Answer, Interval, Known, Pending
from storage.audit.chain import append_entries, read_entry
from storage.crypto.encryption import (
    ENTRY_STEP,
    STATE_STEP,
    derive_key,
    make_identity,
    make_secret,
    seal,
    unseal,
    unwrap,
    wrap,
)
from storage.crypto.keyring import make_keyring, open_keyring
from storage.model.entries import Entry, EntryKind, Head
from storage.model.errors import Damaged

SECRET = bytes(range(32))
PARTS = st.lists(st.binary(max_size=8) | st.text(max_size=8) | st.integers(), max_size=5)


@given(st.binary(max_size=600), st.binary(max_size=40))
def test_what_was_sealed_is_read_again(content: bytes, row: bytes) -> None:
    """Protects the answers: all of them come back, and padding is no part of them."""
    assert unseal(SECRET, seal(SECRET, content, row, ENTRY_STEP), row, "a row") == content


def test_any_flipped_bit_is_found() -> None:
    """Protects "changed outside of this program" being seen: every bit of nonce, text, padding and tag."""
    sealed = seal(SECRET, b"937.25", b"row", ENTRY_STEP)
    for bit in range(len(sealed) * 8):
        changed = bytearray(sealed)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(
            Damaged, match=r"^the record was changed outside of this program, or belongs elsewhere: restore a backup$"
        ):
            unseal(SECRET, bytes(changed), b"row", "the record")


@given(st.integers(0, 300))
def test_what_was_cut_is_found(length: int) -> None:
    """Protects against a torn row, down to nothing at all."""
    sealed = seal(SECRET, b"937.25", b"row", ENTRY_STEP)
    if length < len(sealed):
        with pytest.raises(Damaged):
            unseal(SECRET, sealed[:length], b"row", "the record")


def test_another_row_another_key_and_another_kind_are_refused() -> None:
    """Protects "the row's identity as associated data": an entry copied into another's place does not open."""
    sealed = seal(SECRET, b"937.25", make_identity("entry", b"a" * 16, 1), ENTRY_STEP)
    for secret, row in (
        (SECRET, make_identity("entry", b"a" * 16, 2)),
        (SECRET, make_identity("entry", b"b" * 16, 1)),
        (SECRET, make_identity("state", b"a" * 16, 1)),
        (make_secret(), make_identity("entry", b"a" * 16, 1)),
    ):
        with pytest.raises(Damaged):
            unseal(secret, sealed, row, "the record")


@given(PARTS, PARTS)
@example(["ab", "c"], ["a", "bc"])
@example([b"", b"x"], [b"x", b""])
def test_different_identities_are_different_bytes(
    left: list[bytes | str | int], right: list[bytes | str | int]
) -> None:
    """Protects the identity: no row can pass for another whose parts are cut elsewhere."""
    encoded = [[part if isinstance(part, bytes) else str(part).encode() for part in parts] for parts in (left, right)]
    assert (make_identity(*left) == make_identity(*right)) == (encoded[0] == encoded[1])


ANSWERS: list[Answer | None] = [
    None, UNKNOWN, PENDING,
    Known(0), Known(36_500), Known(937.25), Known("b_precursor_all"), Known(1, date(2031, 7, 19)),
    Interval(min=1.25, max=937.25), Interval(above=3, below=4), Pending(date(2031, 7, 19)),
]  # fmt: skip


def test_sealed_entries_are_equally_long_whatever_the_answer_is() -> None:
    """Protects "padded so that lengths say nothing"."""
    keyring = make_keyring(KEY)
    facts = ("cd19", "hypersensitivity_to_the_medication")
    lengths = {
        len(
            append_entries(
                keyring, Head(b"a" * 16), SECRET, [Entry(EntryKind.CHANGED, NOW, who, "telegram", fact, before, after)]
            )[0][0].sealed
        )
        for before in ANSWERS
        for after in ANSWERS
        for fact in facts
        for who in ("7", "9876543210")
    }
    assert len(lengths) == 1


@given(st.binary(max_size=STATE_STEP - 4))
def test_all_that_fits_one_step_is_equally_long(content: bytes) -> None:
    """Protects "padded so that lengths say nothing", for screenings."""
    assert len(seal(SECRET, content, b"row", STATE_STEP)) == STATE_STEP + 28


def test_the_same_content_is_never_sealed_to_the_same_bytes() -> None:
    """Protects equal answers from being recognised: each nonce is used once."""
    assert len({seal(SECRET, b"no", b"row", ENTRY_STEP) for _ in range(100)}) == 100


def test_an_entry_reads_as_it_was_written_and_only_in_its_place() -> None:
    """Protects the trail: who, when, what and both answers, bound to the screening and the number."""
    keyring = make_keyring(KEY)
    entry = Entry(
        EntryKind.CHANGED, NOW, "anna", "telegram", "age_days", Known(120), Interval(min=3, below=7), "a slip"
    )
    rows, head = append_entries(keyring, Head(b"a" * 16), SECRET, [entry, entry])
    assert [read_entry(SECRET, row) for row in rows] == [entry, entry]
    assert head == Head(b"a" * 16, 2, rows[1].mac)
    with pytest.raises(Damaged, match=r"entry 1 of a screening's trail"):
        read_entry(SECRET, type(rows[0])(b"a" * 16, 1, rows[1].sealed, rows[1].mac))


def test_a_wrapped_key_opens_with_its_own_key_and_row_only() -> None:
    """Protects "under a key per screening, itself wrapped": another master key is named, not guessed."""
    inner = make_secret()
    wrapped = wrap(SECRET, inner, b"row")
    assert unwrap(SECRET, wrapped, b"row") == inner
    assert unwrap(make_secret(), wrapped, b"row") is None
    assert unwrap(SECRET, wrapped, b"other") is None
    assert unwrap(SECRET, b"", b"row") is None
    assert len(wrapped) == 60, "the width of its column"


def test_each_purpose_and_each_keyring_has_a_key_of_its_own() -> None:
    """Protects the keys from standing in for each other, and lookups from being compared between databases."""
    keyring, other = make_keyring(KEY), make_keyring(KEY)
    keys = {
        keyring.audit_key,
        keyring.anchor_key,
        keyring.store_key,
        keyring.secret,
        derive_key(keyring.secret, "lookup"),
        KEY.secret,
    }
    assert len(keys) == 6
    assert keyring.hash_lookup("code", "x") == keyring.hash_lookup("code", "x")
    assert (
        len(
            {
                keyring.hash_lookup("code", "x"),
                keyring.hash_lookup("person", "x"),
                other.hash_lookup("code", "x"),
                keyring.hash_lookup("code", "y"),
            }
        )
        == 4
    )
    assert open_keyring(keyring.id, keyring.wrap_own_key(), KEY) == keyring
    assert open_keyring(other.id, keyring.wrap_own_key(), KEY) is None
