"""Screenings that are nobody's: they were handed to the site from an open pre-check, and are kept for a shift.

Once somebody has taken one it is kept like any other.

What counts is when one was handed over: nobody who only looks at it makes it last longer.
"""

from datetime import datetime

from storage.model.people import NOBODY
from storage.model.retention import SHIFT, Retention
from storage.model.stored import StoredScreening


def is_due(stored: StoredScreening, retention: Retention, now: datetime) -> bool:
    """Says whether a screening was kept long enough."""
    if stored.owner == NOBODY:
        return find_end(stored) <= now
    is_finished, answers = stored.outcome.is_finished, stored.screening.answers
    return retention.keep_until(answers, stored.touched_at, is_finished=is_finished) < now


def find_end(stored: StoredScreening) -> datetime:
    """Returns until when one is kept that is nobody's, in whole seconds."""
    return (stored.begun_at + SHIFT).replace(microsecond=0)
