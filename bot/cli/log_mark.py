"""`trialscreen log mark`: how many were approached or enrolled in a month; a correction takes some off again."""

from bot.cli.command_store import store_at, take
from bot.cli.log_options import month_of
from bot.config.clock import clock
from bot.config.errors import UsageFault
from bot.config.output import print_text
from bot.documents.screening_log import phrases
from bot.documents.screening_log.known_trials import Known
from storage.features.enrolment_counts import Marks, Step


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
        total = take(store, lambda desk: Marks(desk).add(month, marked, steps[step], count), moment)
    print_text(phrases.MARKED.format(trial=marked, month=month, step=step, count=count, total=total))
