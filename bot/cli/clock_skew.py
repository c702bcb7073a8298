"""How far this machine's clock is from that of a server, by the `Date` of an answer."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

HALF_A_SECOND = timedelta(seconds=0.5)
"""An answer's `Date` has whole seconds, which are cut off (RFC 9110, 6.6.1 and 5.6.7)."""


def find_skew(answered_at: str, begun: datetime, ended: datetime) -> timedelta | None:
    """Returns how far our clock is ahead, by an answer that we asked for and got at these times by it.

    None where the answer had no date.
    """
    try:
        said = parsedate_to_datetime(answered_at)
    except ValueError:
        return None
    said = said if said.tzinfo is not None else said.replace(tzinfo=UTC)
    return begun + (ended - begun) / 2 - said - HALF_A_SECOND
