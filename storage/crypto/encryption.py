"""Sealing: AES-256-GCM with the row's identity as associated data, padded so that lengths say nothing."""

import os
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage.crypto.keys import KEY_BYTES
from storage.model.errors import Damaged

NONCE_BYTES = 12

ENTRY_STEP = 256
STATE_STEP = 2_048
TEXT_STEP = 4_096
"""Steps in bytes to which entries, screenings and outgoing messages are padded. Nearly all of them fill just one."""


def make_secret() -> bytes:
    """Returns a new random key of 32 bytes."""
    return secrets.token_bytes(KEY_BYTES)


def derive_key(secret: bytes, purpose: str) -> bytes:
    """Returns the key for one purpose (HKDF-SHA256)."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"trialscreen " + purpose.encode()).derive(secret)


def make_identity(*parts: bytes | str | int) -> bytes:
    """Returns the parts of a row's identity as bytes that no other parts give, since each has its length before it."""
    identity = b""
    for part in parts:
        encoded = part if type(part) is bytes else str(part).encode(errors="surrogateescape")
        identity += len(encoded).to_bytes(4) + encoded
    return identity


def authenticate(key: bytes, *parts: bytes | str | int) -> bytes:
    """Returns the HMAC-SHA256 of parts, each with its length before it. `key` is one of the keyring's few."""
    mac = _prepare_mac(key).copy()
    mac.update(make_identity(*parts))
    return mac.finalize()


def seal(secret: bytes, content: bytes, row: bytes, step: int) -> bytes:
    """Returns `content` encrypted: nonce, ciphertext, tag.

    It is padded to a multiple of `step` bytes; `row` is authenticated with it.
    """
    nonce = os.urandom(NONCE_BYTES)
    length = len(content) + 4
    padded = (length - 4).to_bytes(4) + content + bytes(-length % step)
    return nonce + _prepare_cipher(secret).encrypt(nonce, padded, row)


def unseal(secret: bytes, sealed: bytes, row: bytes, what: str) -> bytes:
    """Returns the content that was sealed.

    Raises `Damaged`, naming `what`, where `sealed` was not sealed for this row with this key.
    """
    try:
        padded = _prepare_cipher(secret).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], row)
    except (InvalidTag, ValueError, TypeError):  # a file may hold text or a number where bytes belong
        raise Damaged(f"{what} was changed outside of this program, or belongs elsewhere: restore a backup") from None
    return padded[4 : 4 + int.from_bytes(padded[:4])]


def wrap(secret: bytes, inner: bytes, row: bytes) -> bytes:
    """Returns the key `inner` encrypted with `secret`."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(secret).encrypt(nonce, inner, row)


def unwrap(secret: bytes, wrapped: bytes, row: bytes) -> bytes | None:
    """Returns the key that was wrapped, or None where `secret` is another key."""
    try:
        return AESGCM(secret).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], row)
    except (InvalidTag, ValueError, TypeError):
        return None


@lru_cache(maxsize=16)
def _prepare_cipher(key: bytes) -> AESGCM:
    """Returns the cipher of a key: a chain is opened with one, and so are the rows of a table."""
    return AESGCM(key)


@lru_cache(maxsize=16)
def _prepare_mac(key: bytes) -> HMAC:
    """Returns the HMAC of nothing: to copy it is quicker than to begin with the key."""
    return HMAC(key, SHA256())
