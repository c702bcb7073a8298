"""`trialscreen inaccuracies`: what people reported as not accurate, and taking off the list what was looked into."""

from bot import phrases
from bot.cli.command_store import use
from bot.config.errors import UsageFault
from bot.config.output import print_json, print_text
from storage.features.inaccuracies import Inaccuracies, ReportedInaccuracy


def run(settled: str, database: str, *, as_json: bool) -> None:
    """Prints what was reported and not settled yet; with a reference, that one is settled first."""
    if settled and use(database, Inaccuracies, lambda inaccuracies: inaccuracies.settle(settled)) is None:
        raise UsageFault(
            f"--settle: no inaccuracy has the reference {settled[:20]!r}; `trialscreen inaccuracies` lists them"
        )
    found = use(database, Inaccuracies, lambda inaccuracies: inaccuracies.list_all())
    if as_json:
        print_json([_plain(each) for each in found])
    else:
        print_text("\n".join(map(_line, found)) or phrases.NOTHING_REPORTED)


def _line(reported: ReportedInaccuracy) -> str:
    about = reported.inaccuracy
    fault = phrases.INACCURACY_FAULTS[about.fault]
    return (
        f"{reported.reference}  {reported.month}  {about.trial} {about.version}  {about.about}: {fault} "
        f" ({reported.role})"
    )


def _plain(reported: ReportedInaccuracy) -> dict[str, str]:
    about = reported.inaccuracy
    return {
        "reference": reported.reference,
        "month": reported.month,
        "role": reported.role,
        "trial": about.trial,
        "version": about.version,
        "about": about.about,
        "fault": about.fault,
    }
