"""`trialscreen log mark`: how many were approached or enrolled in a month; a correction takes some off again."""

import sys
from uuid import uuid4

from bot import keeping
from bot.clock import clock
from bot.faults import UsageFault
from bot.log import phrases
from bot.log.known import Known
from bot.log.options import month_of
from bot.screenings import CHANNEL, store_at
from storage.kept import Incoming
from storage.marks import Marks, Step


def run(step: str, count: int, *, trial: str, month: str, database: str, now: str | None) -> None:
    """Marks so many more (or, where `count` is negative, fewer). Without a month it is the current one (UTC).

    Raises `UsageFault` for bad input, and where more would be taken off than there are.
    """
    steps = {each.value: each for each in Step}
    if step not in steps:
        raise UsageFault(phrases.NO_STEP.format(given=step[:20], steps=" or ".join(steps)))
    moment = clock(now)()
    current = f"{moment:%Y-%m}"
    month = month_of(month, "--month") if month else current
    if month > current:
        raise UsageFault(phrases.FUTURE.format(month=month))
    with store_at(database) as store:
        known = Known(store)
        known.check(trial)
        marked = trial or known.only()
        incoming = Incoming(CHANNEL, uuid4().hex, "", keeping.person(), moment)
        total = store.take(incoming, lambda desk: Marks(desk).add(month, marked, steps[step], count)).value
    sys.stdout.write(phrases.MARKED.format(trial=marked, month=month, step=step, count=count, total=total) + "\n")
