"""What a form says of the page that it stands on, signed for one chat and one sign-in of a browser.

It is also what shows that a form is ours: another site cannot make one.
"""

import binascii
import secrets
from base64 import b64decode, urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from hmac import digest as hmac

from bot.channels.channel_event import SCREENING_BYTES

EVENT_BYTES = 16
NUMBER_BYTES = 4
UP_TO_BYTES = 8
SIGNATURE_BYTES = 16
CONTENT_BYTES = EVENT_BYTES + SCREENING_BYTES + NUMBER_BYTES + UP_TO_BYTES


@dataclass(frozen=True, slots=True)
class PageMark:
    """The mark of a page: the id of the event that its form brings, and what stood on the page.

    `screening` and `number` are those of the question that was asked, `NO_SCREENING` and 0 of a menu. `up_to` is the
    last message of the outbox on the page, 0 for none.
    """

    event: bytes
    screening: bytes
    number: int
    up_to: int

    def stands_where(self, other: "PageMark") -> bool:
        """Says whether the same question is asked on another page."""
        return (self.screening, self.number) == (other.screening, other.number)


class MarkSigner:
    """Signs the marks of pages, and reads them again."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def sign(self, mark: PageMark, chat: str, sign_in: bytes) -> str:
        """Returns a mark as a form carries it. `sign_in` is the keyed hash of the cookie of the sign-in."""
        asked = mark.screening[:SCREENING_BYTES] + mark.number.to_bytes(NUMBER_BYTES)
        content = mark.event + asked + mark.up_to.to_bytes(UP_TO_BYTES)
        return urlsafe_b64encode(content + self._compute_signature(content, chat, sign_in)).decode()

    def read(self, text: str, chat: str, sign_in: bytes) -> PageMark | None:
        """Returns a mark, or None where it was not signed for this chat and this sign-in."""
        try:
            content = b64decode(text.encode(), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            return None
        if urlsafe_b64encode(content).decode() != text:
            return None  # the last character may have bits to spare: a mark is read in one spelling only
        content, signature = content[:-SIGNATURE_BYTES], content[-SIGNATURE_BYTES:]
        expected = self._compute_signature(content, chat, sign_in)
        if len(content) != CONTENT_BYTES or not compare_digest(signature, expected):
            return None
        event, rest = content[:EVENT_BYTES], content[EVENT_BYTES:]
        screening, rest = rest[:SCREENING_BYTES], rest[SCREENING_BYTES:]
        number, up_to = int.from_bytes(rest[:NUMBER_BYTES]), int.from_bytes(rest[NUMBER_BYTES:])
        return PageMark(event, screening, number, up_to)

    def _compute_signature(self, content: bytes, chat: str, sign_in: bytes) -> bytes:
        bound = b"".join(len(each).to_bytes(4) + each for each in (chat.encode(), sign_in, content))
        return hmac(self._secret, bound, sha256)[:SIGNATURE_BYTES]


def make_event_id() -> bytes:
    """Returns the id of the event that a form will bring."""
    return secrets.token_bytes(EVENT_BYTES)
