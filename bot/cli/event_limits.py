"""How much one person may say, as it is set for every channel."""

from bot.channels.handling.rate_limits import RateLimits
from bot.channels.rate import EventRate
from bot.config.settings import Settings

AT_ONCE = 50
"""How many seconds' worth of events one person may send at once."""


def read_limits(given: Settings) -> RateLimits:
    """Returns the limits on what people say."""
    return RateLimits(EventRate(max(1, round(AT_ONCE * given.events_a_second)), 1 / given.events_a_second))
