"""`trialscreen log mark`: how many were approached or enrolled in a month; a correction takes some off again."""

from bot.cli.command_store import open_store_at, take
from bot.cli.log_options import read_month
from bot.config.clock import make_clock
from bot.config.errors import UsageFault
from bot.config.output import print_text
from bot.documents.screening_log import phrases
from bot.documents.screening_log.known_trials import KnownTrials
from storage.features.enrolment_counts import EnrolmentCounts, EnrolmentStep


def run(step: str, count: int, *, trial: str, month: str, database: str, now: str | None) -> None:
    """Marks so many more (or, where `count` is negative, fewer). Without a month it is the current one (UTC).

    Raises `UsageFault` for bad input, and where more would be taken off than there are.
    """
    steps = {each.value: each for each in EnrolmentStep}
    if step not in steps:
        raise UsageFault(phrases.NO_STEP.format(given=step[:20], steps=" or ".join(steps)))
    clock = make_clock(now)
    current = f"{clock():%Y-%m}"
    month = read_month(month, "--month") if month else current
    if month > current:
        raise UsageFault(phrases.FUTURE.format(month=month))
    with open_store_at(database) as store:
        known = KnownTrials(store)
        known.check(trial)
        marked = trial or known.get_only()
        total = take(store, lambda uow: EnrolmentCounts(uow).add(month, marked, steps[step], count), clock)
    print_text(phrases.MARKED.format(trial=marked, month=month, step=step, count=count, total=total))
