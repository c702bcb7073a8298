"""The report of a screening as a value: what stands in it, in words and in order. How it looks is decided elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.documents.report.missing_parts import list_not_needed
from bot.documents.report.part import CriterionRow, ReportPart
from bot.documents.report.parts import make_parts
from bot.phrases import UNKEPT_CODE
from dialogs.conversation.screening import Screening
from dialogs.conversation.state_machine import CONCLUDED
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.verdict.source import describe_source
from dialogs.verdict.verdict import Verdict


@dataclass(frozen=True, eq=False)
class Report:
    """What is reported of one screening at one time (UTC): one part for each determination.

    `code` is as people read it, K7Q4-2MX. `last_answer` is when the last answer was taken, None where there is none.
    `not_needed` names what is missing and can change no verdict. `source` says where the criteria come from and as of
    when, and warns where that is over a year old (`verdict.stale`). `digest` is the definition's in full. `reaching`
    are lines that say how to reach a trial site.
    """

    trial: Trial
    screening: Screening
    verdict: Verdict
    code: str
    at: datetime
    last_answer: datetime | None
    is_finished: bool
    acronym: str
    title: str
    parts: tuple[ReportPart, ...]
    not_needed: tuple[str, ...]
    source: str
    version: str
    digest: str
    pre_check: str
    reaching: tuple[str, ...] = ()

    @property
    def is_kept(self) -> bool:
        """Whether the screening is kept, so that its code opens it."""
        return self.code != UNKEPT_CODE

    @property
    def rows(self) -> tuple[CriterionRow, ...]:
        """Every criterion, in the order of the parts."""
        return tuple(row for part in self.parts for row in part.rows)


def make_report(
    trial: Trial, screening: Screening, verdict: Verdict, code: str, at: datetime, *, reaching: Iterable[str] = ()
) -> Report:
    """Returns the report of a screening.

    `verdict` is that of its answers on the day of `at`; `code` is as people read it.

    `reaching` are the lines that the deployment lists for reaching a trial site.
    """
    about = trial.definition.about
    is_finished = screening.state == CONCLUDED
    return Report(
        trial=trial,
        screening=screening,
        verdict=verdict,
        code=code,
        at=at.astimezone(UTC),
        last_answer=None if screening.taken_at is None else screening.taken_at.astimezone(UTC),
        is_finished=is_finished,
        acronym=about.acronym,
        title=say(about.scientific_title),
        parts=make_parts(trial, screening.answers, verdict, is_finished=is_finished),
        not_needed=list_not_needed(trial, screening.answers, verdict),
        source=describe_source(trial, stale=verdict.stale),
        version=trial.definition.version,
        digest=trial.digest,
        pre_check=say(trial.definition.pre_check),
        reaching=tuple(reaching),
    )


def make_file_name(report: Report, ending: str) -> str:
    """Returns the name that a file of this report is given, such as 'trialscreen-K7Q4-2MX-2026-11-23.pdf'."""
    return f"{name_report(report)}.{ending}"


def name_report(report: Report) -> str:
    """Returns the same without an ending."""
    return f"trialscreen-{report.code}-{report.at:%Y-%m-%d}"
