"""`trialscreen log mark`: how many were approached or enrolled in a month; a correction takes some off again."""

import sys
from uuid import uuid4

from bot.cli.log_options import month_of
from bot.cli.screenings import CHANNEL, store_at
from bot.config import store_access as keeping
from bot.config.clock import clock
from bot.config.errors import UsageFault
from bot.documents.screening_log import phrases
from bot.documents.screening_log.known_trials import Known
from storage.features.enrolment_counts import Marks, Step
from storage.model.stored import Incoming


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
