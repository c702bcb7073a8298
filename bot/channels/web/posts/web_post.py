"""What a form brought, after the server has checked whose it is, and that the form is ours."""

from dataclasses import dataclass, field

from bot.channels.web.posts.page_mark import PageMark
from storage.model.people import AccountName


@dataclass(frozen=True, slots=True)
class WebPost:
    """One event of the page: a button that was chosen, or what was typed.

    `choice` is the hexadecimal hash of the button's key; None where `text` was typed. What stands for ticked options
    follows it. `called` is how the page shows
    the person's name to others; it knows none.
    """

    account: AccountName = field(repr=False)
    mark: PageMark
    choice: str | None = field(default=None, repr=False)
    text: str | None = field(default=None, repr=False)
    called: str = field(default="", repr=False)
