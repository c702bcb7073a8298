"""`--coverage-fail-under`: how much of the dialogue the scripts must reach at least, in percent of each dimension."""

import re
from collections.abc import Iterable, Mapping

from bot.config.errors import UsageFault
from dialogs.testing.coverage.coverage import Coverage
from dialogs.testing.coverage.map import DIMENSIONS

OPTION = "--coverage-fail-under"


def read_least_coverage(given: Iterable[str]) -> dict[str, int]:
    """Returns the least percent of each dimension that is held to one.

    A number is for every dimension of the table, `states=100` for that one alone, whatever the number says.
    """
    overall: int | None = None
    named: dict[str, int] = {}
    for each in given:
        dimension, equals, percent = each.rpartition("=")
        if equals and dimension not in DIMENSIONS:
            raise UsageFault(f"{OPTION}: {dimension[:40]!r} is not counted; name one of {', '.join(DIMENSIONS)}")
        if re.fullmatch("[0-9]{1,2}|100", percent) is None:
            raise UsageFault(f"{OPTION}: {percent[:40]!r} is no percentage; write 0 to 100, such as 90 or states=100")
        if equals:
            named[dimension] = int(percent)
        else:
            overall = int(percent)
    return ({} if overall is None else dict.fromkeys(DIMENSIONS, overall)) | named


def describe_shortfall(coverage: Coverage, least: Mapping[str, int]) -> str:
    """Returns one sentence that names every dimension of which too little was reached; none is empty."""
    short = [
        f"{dimension} {share.percent} % ({share.reached} of {share.of}; at least {least[dimension]} %)"
        for dimension, share in coverage.shares.items()
        if dimension in least and share.percent < least[dimension]
    ]
    return f"{OPTION}: too little is reached of {', '.join(short)}" if short else ""
