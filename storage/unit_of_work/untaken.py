"""Screenings that are nobody's: they were handed to the site from an open pre-check, and are kept for a shift.

Once somebody has taken one it is kept like any other.

What counts is when one was handed over: nobody who only looks at it makes it last longer.
"""

from datetime import datetime

from storage.model.people import NOBODY
from storage.model.retention import SHIFT, Retention
from storage.model.stored import StoredScreening


def find_first_look(stored: StoredScreening, retention: Retention) -> datetime:
    """Returns when the sweep looks at a screening first."""
    return _find_end(stored) or retention.find_first_look(stored.touched_at)


def is_due(stored: StoredScreening, retention: Retention, now: datetime) -> bool:
    """Says whether a screening was kept long enough."""
    end, outcome = _find_end(stored), stored.outcome
    if end is not None:
        return end <= now
    return retention.keep_until(stored.screening.answers, stored.touched_at, is_finished=outcome.is_finished) < now


def _find_end(stored: StoredScreening) -> datetime | None:
    """Returns the end of the shift of one that is nobody's, in whole seconds; None for any other."""
    return (stored.begun_at + SHIFT).replace(microsecond=0) if stored.owner == NOBODY else None
