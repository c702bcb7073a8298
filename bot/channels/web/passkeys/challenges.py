"""Challenges: what a passkey signs. Each is bound to one browser or one sign-in, works for ten minutes, and is new.

Nothing of them is kept. That one works once is the store's: it is the id of an event.
"""

import secrets
from datetime import datetime, timedelta
from enum import Enum
from hashlib import sha256
from hmac import compare_digest
from hmac import digest as hmac

from storage.features.expiry import is_open

LASTS = timedelta(minutes=10)
TIME_BYTES = 8
RANDOM_BYTES = 16
SIGNATURE_BYTES = 16
CHALLENGE_BYTES = TIME_BYTES + RANDOM_BYTES + SIGNATURE_BYTES


class Ceremony(Enum):
    """What a passkey is asked for, as browsers name it: to be made, or to sign in."""

    ADDING = "webauthn.create"
    USING = "webauthn.get"


class ChallengeSigner:
    """Makes challenges, and knows its own."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def make(self, ceremony: Ceremony, bound: bytes, now: datetime) -> bytes:
        """Returns a new challenge for a browser or a sign-in, which `bound` names."""
        until = int((now + LASTS).timestamp())
        content = until.to_bytes(TIME_BYTES) + secrets.token_bytes(RANDOM_BYTES)
        return content + self._compute_signature(content, ceremony, bound)

    def is_good(self, challenge: bytes, ceremony: Ceremony, bound: bytes, now: datetime) -> bool:
        """Says whether a challenge was made here for this ceremony, and for this browser or sign-in, of late."""
        content, signature = challenge[:-SIGNATURE_BYTES], challenge[-SIGNATURE_BYTES:]
        expected = self._compute_signature(content, ceremony, bound)
        if len(challenge) != CHALLENGE_BYTES or not compare_digest(signature, expected):
            return False
        return is_open(int.from_bytes(content[:TIME_BYTES]), now, LASTS)

    def _compute_signature(self, content: bytes, ceremony: Ceremony, bound: bytes) -> bytes:
        parts = b"".join(len(each).to_bytes(4) + each for each in (ceremony.value.encode(), bound, content))
        return hmac(self._secret, parts, sha256)[:SIGNATURE_BYTES]


def name_challenge(challenge: bytes) -> str:
    """Returns what names the event that an answer to a challenge brings."""
    return f"passkey:{sha256(challenge).hexdigest()[:32]}"
