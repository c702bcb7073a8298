"""An event of a person in clear, with its place among all that stands in their chat."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class ReadEvent:
    """What a person did in their room, decrypted. `key` is the keyed hash of its id, which stands in no log in clear.

    `receipt` is its number in the chat. `replied` is that of the message to which it replies, or which it edits. It is
    None where it does neither, and 0 where that message is not known here.
    """

    key: str
    person: str = field(repr=False)
    kind: str
    content: Mapping[str, Any] = field(repr=False)
    sent_at_ms: object
    receipt: int
    replied: int | None = None
