"""What stands on a person's page, before it is drawn."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from dialogs.conversation.blocks import Block
from dialogs.conversation.messages import Message
from storage.features.members import Role

PRE_CHECK_PATH = "/pre-check"
"""Where an open pre-check begins, and where all of its forms are sent."""


class PageLink(NamedTuple):
    """A link to another page: what it says, and where it leads."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class FileLink:
    """A file that was asked for: the id of its order in the outbox, and what the link says."""

    order: int
    label: str


@dataclass(frozen=True, slots=True)
class ChatPage:
    """What stands on a page.

    `messages` are those that wait, in order, without their questions; `asking` is the last one, which asks, and None
    where nothing can be chosen. `screening` is the id of the open screening, or the one that it will have. `number` is
    that of its open question, also after a pause, where nothing asks. They are empty and 0 for a menu. `why` says why
    the open question is asked. `up_to` is the last message of the outbox on the page.

    With `is_misread`, what was typed or chosen last was not taken, and is told why. `trial` and `code` are those of the
    open screening, `state` is its state, and `at` when the page was read. Nothing is typed there unless it `has_field`.
    `is_linked` says that the person has other accounts too.
    """

    messages: tuple[Message, ...]
    asking: Message | None
    screening: bytes = field(default=b"", repr=False)
    why: tuple[Block, ...] = ()
    files: tuple[FileLink, ...] = ()
    up_to: int = 0
    is_misread: bool = False
    number: int = 0
    trial: str = ""
    code: str = field(default="", repr=False)
    state: str = ""
    at: datetime | None = None
    has_field: bool = True
    is_linked: bool = False


@dataclass(frozen=True, slots=True)
class PageFrame:
    """What stands around a page.

    `mark` is that of its forms. `signs_out_at` is when the sign-in ends where nothing is done, and `now` the time.
    `problem` is one sentence on what was wrong with what was sent. `typed` is what was typed, to be shown once more.
    `is_pre_check` on pages of an open pre-check, which goes on until `ends_at`.
    """

    mark: str = field(repr=False)
    role: Role | None = None
    signs_out_at: datetime | None = None
    now: datetime | None = None
    problem: str = ""
    typed: str = field(default="", repr=False)
    is_pre_check: bool = False
    ends_at: datetime | None = None

    @property
    def action(self) -> str:
        """Where the forms of the page are sent."""
        return PRE_CHECK_PATH if self.is_pre_check else "/"
