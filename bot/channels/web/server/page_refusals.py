"""What is not taken: each refusal is a page of one title and one sentence, the same for all reasons of its kind."""

from collections.abc import Mapping

from bot.channels.web import phrases
from dialogs.conversation.note_interpreting import LONGEST_NOTE


class PageRefusal(Exception):
    """A request is refused with a status, and perhaps with headers. Whoever asks learns no more than the status.

    `words` are told in place of those of the status.
    """

    def __init__(
        self, status: int, headers: Mapping[str, str] | None = None, words: tuple[str, str] | None = None
    ) -> None:
        super().__init__(status)
        self.status, self.headers, self.words = status, headers or {}, words


TOLD: Mapping[int, tuple[str, str]] = {
    400: (phrases.UNREAD_TITLE, phrases.UNREAD_TEXT),
    403: (phrases.REFUSED_TITLE, phrases.REFUSED_TEXT),
    404: (phrases.MISSING_TITLE, phrases.MISSING_TEXT),
    405: (phrases.MISSING_TITLE, phrases.MISSING_TEXT),
    408: (phrases.SLOW_TITLE, phrases.SLOW_TEXT),
    413: (phrases.LONG_TITLE, phrases.LONG_TEXT.format(most=LONGEST_NOTE)),
    415: (phrases.UNREAD_TITLE, phrases.UNREAD_TEXT),
    429: (phrases.TOO_MANY_TITLE, phrases.TOO_MANY_TEXT),
    500: (phrases.FAILED_TITLE, phrases.FAILED_TEXT),
    503: (phrases.LATER_READ_TITLE, phrases.LATER_READ_TEXT),
}
"""What each status is told as."""

OURS = 500
"""From this status on it is our fault."""

CUT_OFF = frozenset({400, 403, 408, 413, 415})
"""After these the connection is closed: the rest of a body may still come, and is not waited for."""


def word_refusal(status: int) -> tuple[int, tuple[str, str]]:
    """Returns a status of the list, and its words; any other is told as 400, or 500 where the fault is ours."""
    known = status if status in TOLD else 400 if status < OURS else OURS
    return known, TOLD[known]
