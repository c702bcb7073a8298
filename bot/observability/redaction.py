"""Redaction: secrets are struck out of a text, in every way in which they may be written.

The last thing that a log line passes.
"""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

STRUCK = "[redacted]"

SHORTEST = 8
"""Characters of the shortest text that is struck out; a shorter one would stand in words that are no secret."""

_ANY_TOKEN = re.compile(r"\d{2,}(?::|%3A|%253A)[\w-]{20,}", re.IGNORECASE)
"""What a bot's token looks like, whosever it is."""

_PERCENT = re.compile(r"%(?:25)*[0-9A-F]{2}")


class Redaction:
    """Strikes out the secrets that it was given: plain, percent-encoded, in base64 and in hexadecimal digits."""

    def __init__(self, secrets: Iterable[str]) -> None:
        spellings = {way for secret in secrets for way in _list_spellings(secret.strip()) if len(way) >= SHORTEST}
        self._known = sorted(spellings, key=len, reverse=True)

    def strike(self, text: str) -> str:
        """Returns a text without the secrets, and without anything that looks like a bot's token."""
        for way in self._known:
            text = text.replace(way, STRUCK)
        return _ANY_TOKEN.sub(STRUCK, text)


def _list_spellings(secret: str) -> Iterator[str]:
    """Yields the ways in which a secret may be written; of a token, the part that is secret by itself as well."""
    for part in (secret, secret.partition(":")[2]):
        once = quote(part, safe="")
        for way in (part, once, quote(once, safe="")):
            yield way
            yield _PERCENT.sub(lambda found: found.group().lower(), way)
        yield base64.b64encode(part.encode()).decode().rstrip("=")
    try:
        raw = base64.b64decode(secret, validate=True)
    except (binascii.Error, ValueError):
        return
    yield raw.hex()
    yield raw.hex().upper()
    yield repr(raw)[2:-1]
    yield base64.urlsafe_b64encode(raw).decode().rstrip("=")
    yield secret.rstrip("=")
