"""What the form of a pre-check brought, and what comes of it."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.channels.web.pages.chat_page import ChatPage
from bot.channels.web.pre_check.state_sealing import PreCheckFault
from bot.documents.file_maker import MadeFile


@dataclass(frozen=True, slots=True)
class PreCheckForm:
    """What a form brought: its mark, the network that it came from, and what was chosen or typed."""

    mark: str = field(repr=False)
    network: str = field(repr=False)
    choice: str | None = field(default=None, repr=False)
    text: str | None = field(default=None, repr=False)

    @property
    def said(self) -> str:
        """What was chosen or typed, such that neither is ever the other."""
        return f"choice {self.choice}" if self.choice is not None else f"text {self.text}"


@dataclass(frozen=True, slots=True)
class PreCheckPage:
    """A page, with the mark of its forms, and until when its pre-check goes on."""

    mark: str = field(repr=False)
    page: ChatPage = field(repr=False)
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class SiteCode:
    """The code under which the site takes a screening, and until when; None where it does not work any more."""

    code: str = field(repr=False)
    until: datetime | None


PreCheckReply = PreCheckPage | SiteCode | MadeFile | PreCheckFault
"""What comes of a form: a page, the code for the site, a file, or why it is not taken."""
