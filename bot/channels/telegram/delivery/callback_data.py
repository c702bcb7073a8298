"""What a button carries: which screening, which question, which choice, signed, within Telegram's 64 bytes.

A forged button means nothing.
"""

import binascii
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Iterable
from hashlib import sha256
from hmac import compare_digest
from hmac import digest as hmac

from bot.channels.channel_event import KEY_BYTES, SCREENING_BYTES, ButtonTap, hash_key

MOST_BYTES = 64
"""What Telegram takes as a button's data."""

NUMBER_BYTES = 4
SIGNATURE_BYTES = 9


class Signer:
    """Signs buttons for one chat and reads them again.

    A button of another chat, or of another deployment, is not read.
    """

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def sign_all(self, chat: int, screening: bytes, number: int, keys: Iterable[str]) -> list[str]:
        """Returns what the buttons of a question carry, as texts. `screening` is an id, or `NO_SCREENING`."""
        asked = screening[:SCREENING_BYTES] + number.to_bytes(NUMBER_BYTES)
        contents = (asked + hash_key(key) for key in keys)
        return [urlsafe_b64encode(each + self._compute_signature(chat, each)).decode() for each in contents]

    def sign(self, chat: int, screening: bytes, number: int, key: str) -> str:
        """Returns what one button carries."""
        return self.sign_all(chat, screening, number, [key])[0]

    def read(self, chat: int, data: str) -> ButtonTap | None:
        """Returns what a button carries, or None where it was not signed for this chat."""
        try:
            content = b64decode(data.encode(), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            return None
        if urlsafe_b64encode(content).decode() != data:
            return None  # the last character has bits to spare: a tap is read in one spelling only
        content, signature = content[:-SIGNATURE_BYTES], content[-SIGNATURE_BYTES:]
        if len(content) != SCREENING_BYTES + NUMBER_BYTES + KEY_BYTES or not compare_digest(
            signature, self._compute_signature(chat, content)
        ):
            return None
        number = int.from_bytes(content[SCREENING_BYTES : SCREENING_BYTES + NUMBER_BYTES])
        return ButtonTap(content[:SCREENING_BYTES], number, content[SCREENING_BYTES + NUMBER_BYTES :])

    def _compute_signature(self, chat: int, content: bytes) -> bytes:
        return hmac(self._secret, chat.to_bytes(9, signed=True) + content, sha256)[:SIGNATURE_BYTES]
