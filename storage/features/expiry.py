"""Whether what expires still works. A clock that was ahead gives nothing a longer life."""

from datetime import datetime, timedelta

from storage.model.clock import MOST_OFF_SECONDS


def is_open(expires_at: int, now: datetime, lasts: timedelta) -> bool:
    """Says whether what expires at a time, in seconds since 1970, works now, where such things last so long at most."""
    left = expires_at - int(now.timestamp())
    return 0 < left <= lasts.total_seconds() + MOST_OFF_SECONDS
