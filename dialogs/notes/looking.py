"""What one kind of identifier looks like, and a cheap test of whether it may be there."""

import re
from collections.abc import Callable
from typing import NamedTuple


class IdentifierPattern(NamedTuple):
    """What an identifier looks like; its first group is the identifier.

    `may_hold` tells cheaply, from the text in small letters, whether it may be found. With `spares_words` words that
    no person is called by are no identifier: 'by Flow Cytometry'.
    """

    may_hold: Callable[[str], object]
    pattern: re.Pattern[str]
    spares_words: bool


def look_for(
    may_hold: Callable[[str], object], said: str, flags: int = 0, *, spares: bool = False
) -> IdentifierPattern:
    """Returns the pattern `said` with its test."""
    return IdentifierPattern(may_hold, re.compile(said, flags), spares)
