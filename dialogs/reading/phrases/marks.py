"""Signs that stand for a part of a text which is no word: a genetic finding, a dose, a percentage.

Nobody can type one.
"""

NEUTRAL, UNCLEAR, DOSE, DOSE_PER, DURATION, AGO, DATE = map(chr, range(0xE100, 0xE107))
"""A genetic finding that says nothing beside a clear one; one that may mean anything; figures of five kinds."""

_FIRST_OPTION = 0xE000
_FIRST_PERCENT = 0xE200
_MOST_PERCENT = 100


def sign_option(place: int) -> str:
    """Returns the sign for a finding that means the option at `place`, from 0."""
    return chr(_FIRST_OPTION + place)


def sign_percent(number: float) -> str:
    """Returns the sign for a percentage, without its decimals; above 100 there is none."""
    return chr(_FIRST_PERCENT + min(int(number), _MOST_PERCENT + 1))


def read_percent(token: str) -> int | None:
    """Returns the percentage that a sign stands for."""
    number = ord(token) - _FIRST_PERCENT if len(token) == 1 else -1
    return number if 0 <= number <= _MOST_PERCENT else None


def is_mark(token: str) -> bool:
    """Whether a token is such a sign."""
    return _FIRST_OPTION <= ord(token[0]) <= _FIRST_PERCENT + _MOST_PERCENT + 1
