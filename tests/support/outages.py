"""Outages for tests: one that is just over."""

from datetime import UTC, datetime, timedelta

from bot.channels.handling.after_outage import Outage


def make_outage(lasted: timedelta = timedelta(minutes=10)) -> Outage:
    """Returns an outage that ends now; ten minutes are long enough for a tap to be lost."""
    now = datetime.now(UTC)
    return Outage(now - lasted, now)
