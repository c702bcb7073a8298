"""Outages for tests: one that is just over."""

from datetime import UTC, datetime, timedelta

from bot.channels.handling.after_outage import Outage


def make_outage(lasted: timedelta = timedelta(minutes=10)) -> Outage:
    """Returns an outage that ends in a second; ten minutes are long enough for a tap to be lost."""
    ended = datetime.now(UTC) + timedelta(seconds=1)
    return Outage(ended - lasted, ended)
