"""What is told of a script in which more than one thing is wrong."""

from collections.abc import Sequence

from dialogs.testing.scripts.format.faults import MOST
from dialogs.testing.scripts.playing.played import Failure


def describe_failures_of(file: str, failures: Sequence[Failure]) -> str:
    """Returns what a failed script of a file is told by: the first failure, and the lines of the others."""
    first, *others = failures
    if not others:
        return first.message
    places = [str(each.line) if each.file in {"", file} else f"{each.file}:{each.line}" for each in others]
    named = list(dict.fromkeys(places[: MOST - 1]))
    numbers = [place for place in named if place.isdigit()]
    elsewhere = [place for place in named if not place.isdigit()]
    if numbers:
        elsewhere.insert(0, f"line{'' if len(numbers) == 1 else 's'} {', '.join(numbers)}")
    more = f"{len(others)} more expectation{'' if len(others) == 1 else 's'} did not hold"
    return f"{first.message}\n{more}: {', '.join(elsewhere)}{', ...' if len(places) >= MOST else ''}"


def list_further(failures: Sequence[Failure], file: str) -> list[str]:
    """Returns a line for each failure of a script of a file but the first."""
    return [f"{each.file or file}:{each.line}: {each.message}" for each in failures[1:]]
