"""Numbers that were computed, kept so that no comparison is decided wrongly."""

import math
from decimal import Context, Decimal

EXACT = Context(prec=50)
"""The decimals in which numbers are computed."""


def make_plain_number(number: Decimal) -> int | float:
    """Returns a whole number as an int, any other as the nearest float that compares as it does.

    A quotient such as 1.0000000000000000001 is nearest to 1.0, which may be a threshold. It is then the next float on
    its own side. So it is for every number of up to four decimals below 10^11: other floats lie between two of those.
    """
    if number == number.to_integral_value():
        return int(number)
    nearest = float(number)
    if abs(number) >= _MOST:
        return nearest
    written = Decimal(repr(nearest))
    if written == number or written != round(written, _THRESHOLD_DECIMALS) or abs(number - written) < _COMPUTED_ALIKE:
        return nearest
    return math.nextafter(nearest, math.inf if number > written else -math.inf)


_MOST = 10**11
_THRESHOLD_DECIMALS = 4
_COMPUTED_ALIKE = Decimal("1e-30")
"""A smaller difference comes from computing with fifty digits: nobody types numbers whose quotient is so near."""
