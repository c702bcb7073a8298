"""What a channel finds in what reaches it.

That is who said or tapped what, in which chat; who may be written to; or a chat that is to be left.
"""

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from hashlib import sha256

from storage.model.people import AccountName

SCREENING_BYTES = 8
KEY_BYTES = 5

NO_SCREENING = bytes(SCREENING_BYTES)
"""Stands for a button of the session's menu, which belongs to no screening."""


@dataclass(frozen=True, slots=True)
class SeenPage:
    """The page on which an event was made, in a channel whose messages are fetched.

    `screening` is the beginning of the id of the screening whose question `number` it asked. `up_to` is the last
    message of the outbox on it: all that came before was seen.
    """

    screening: bytes
    number: int
    up_to: int


@dataclass(frozen=True, slots=True)
class ChannelEvent:
    """One thing that a person did in a chat of their own.

    `id` is unique in its channel. `chat` and `account` are addresses, which begin with the channel's name. `text` is
    what was typed, `data` what a tapped button carries. With neither, it was something that cannot be read, such as a
    picture. `beside` is what is written beside that, such as a caption or the name of a file. `is_contact` says that a
    person's contact was shared, `is_place` that a place was. `album` is what messages that were sent together share.

    `receipt` is the channel's number of the message that was written, or whose button was tapped. `is_edit` says that a
    message was changed afterwards. `replies_to` is the receipt of the message to which a person replied, 0 for one of
    another chat. `query` is what the channel needs to acknowledge the event; empty where it cannot. `called` is how the
    channel shows the person's name to others. `page` is the page on which this was done, where there are pages.
    """

    id: str
    chat: str = field(repr=False)
    account: AccountName = field(repr=False)
    receipt: int | None = None
    text: str | None = field(default=None, repr=False)
    data: str | None = field(default=None, repr=False)
    query: str = ""
    sent_at: datetime | None = None
    is_edit: bool = False
    replies_to: int | None = None
    beside: str = field(default="", repr=False)
    is_contact: bool = False
    is_place: bool = False
    called: str = field(default="", repr=False)
    album: str = ""
    page: SeenPage | None = None


@dataclass(frozen=True, slots=True)
class Membership:
    """Whether a chat may be written to from now on. Until it may, its messages wait."""

    address: str = field(repr=False)
    may_be_written_to: bool


@dataclass(frozen=True, slots=True)
class SharedChat:
    """A chat that is not one person's own, such as a group. The channel leaves it, and handles nothing of it."""

    address: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ButtonTap:
    """What a tapped button carries.

    `screening` is the beginning of the screening's id, `number` is the question's, `key` the hash of the button's key.
    Where a form sent several options at once, their hashes follow that of its button.
    """

    screening: bytes
    number: int
    key: bytes


@lru_cache(4_096)
def hash_key(key: str) -> bytes:
    """Returns what stands for a button's key: keys may be longer than what a button can carry."""
    return sha256(key.encode()).digest()[:KEY_BYTES]
