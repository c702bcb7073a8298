"""The log as text for a terminal of 80 columns, and for a chat."""

from collections.abc import Iterator, Mapping
from textwrap import fill

from bot.documents.screening_log import phrases
from bot.documents.screening_log.log import (
    FurtherDetermination,
    Log,
    LogFigure,
    LogLine,
    Reason,
    ScreeningStanding,
    TrialLog,
    Withheld,
    format_figure,
    format_time_of,
    make_caution,
)
from bot.phrases import ROLES
from dialogs.definition.wording import spell_code

WIDTH = 80


def format_log(log: Log) -> str:
    """Returns a log as text."""
    title = phrases.TITLE.format(period=log.period, made=format_time_of(log))
    parts = ["\n".join(_trial(each)) for each in log.trials] or [phrases.NO_SCREENINGS]
    return "\n\n".join([f"{title}\n{fill(make_caution(log), WIDTH)}", *parts])


def _trial(log: TrialLog) -> Iterator[str]:
    yield log.trial if log.name in ("", log.trial) else phrases.NAMED_TRIAL.format(name=log.name, trial=log.trial)
    yield from _counts(log.total)
    if log.practice != 0:
        yield phrases.PRACTICE.format(count=format_figure(log.practice))
    if log.total.screened != 0:
        yield from _reasons(phrases.REASONS, log.reasons)
        for further in log.further:
            yield from _further(further)
    if log.months:
        yield from _table(phrases.MONTH, phrases.MONTHS_WITHHELD, log.months)
        roles = {ROLES.get(role, role): line for role, line in log.roles.items()}
        yield from _table(phrases.ROLE, phrases.ROLES_WITHHELD, roles)


def _counts(line: LogLine) -> Iterator[str]:
    yield f"  {phrases.SCREENED:<20}{format_figure(line.screened):>9}"
    for standing, worded in _STANDINGS.items():
        yield f"    {worded:<18}{format_figure(line.standings[standing]):>9}"
    yield f"  {phrases.APPROACHED:<20}{format_figure(line.approached):>9}"
    yield f"  {phrases.ENROLLED:<20}{format_figure(line.enrolled):>9}"


def _further(further: FurtherDetermination) -> Iterator[str]:
    yield ""
    title = phrases.OF_THE_ELIGIBLE.format(name=further.name)
    if any(isinstance(count, Withheld) for count in further.codes.values()):
        yield phrases.LIST_WITHHELD.format(title=title)
        return
    yield title
    yield from (f"  {spell_code(code):<20}{format_figure(count):>9}" for code, count in further.codes.items())
    yield from _reasons(phrases.REASONS_WHERE.format(outcome=spell_code(further.failing)), further.reasons)


def _reasons(title: str, reasons: tuple[Reason, ...]) -> Iterator[str]:
    told = [reason for reason in reasons if reason.count != 0]
    if not told:
        return
    yield ""
    if any(isinstance(reason.count, Withheld) for reason in told):
        yield phrases.LIST_WITHHELD.format(title=title)
        return
    yield title
    for reason in told:
        yield f"{format_figure(reason.count):>9}  {reason.criterion:<4} {reason.name}".rstrip()
        if reason.quote:
            yield fill(
                phrases.QUOTED.format(quote=reason.quote), WIDTH, initial_indent=" " * 16, subsequent_indent=" " * 16
            )


def _table(title: str, nothing: str, lines: Mapping[str, LogLine]) -> Iterator[str]:
    """Yields a table of 80 columns, or `nothing` where all is withheld; what coordinators mark has no role."""
    is_marked = any(line.approached is not None for line in lines.values())
    yield ""
    if all(figure is Withheld.PART for line in lines.values() for figure in (line.screened, *line.standings.values())):
        yield nothing
        return
    yield f"{title:<11}" + "".join(f"{each:>{width}}" for each, width in _COLUMNS[: None if is_marked else -2])
    for key, line in lines.items():
        figures: list[LogFigure | None] = [line.screened, *(line.standings[each] for each in ScreeningStanding)]
        figures += [line.approached, line.enrolled] if is_marked else []
        yield f"{key:<11}" + "".join(
            f"{format_figure(each):>{width}}" for each, (_, width) in zip(figures, _COLUMNS, strict=False)
        )


_STANDINGS = {
    ScreeningStanding.ELIGIBLE: phrases.ELIGIBLE,
    ScreeningStanding.EXCLUDED: phrases.EXCLUDED,
    ScreeningStanding.PENDING: phrases.PENDING,
    ScreeningStanding.UNFINISHED: phrases.UNFINISHED,
}
_COLUMNS = tuple(zip(phrases.COLUMNS, (9, 9, 9, 9, 11, 11, 9), strict=True))
"""What the columns are called, and how wide they are."""
