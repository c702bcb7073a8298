"""Counting: from the tally, the marks and a trial's definition to the log of that trial."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from bot.documents.screening_log.classification import classify, find_deciding
from bot.documents.screening_log.exclusions import count_further, count_reasons
from bot.documents.screening_log.log import LogLine, ScreeningStanding, TrialLog
from dialogs.loading.compiled_trial import Trial
from storage.features.enrolment_counts import EnrolmentCount, EnrolmentStep
from storage.features.members import Role
from storage.features.tally_counts import FailureCount, OutcomeCount

ROLES = tuple(role.value for role in Role if role is not Role.TESTER)
"""Those whose screenings count. What testers do is practice, and would make a log of patients wrong."""


def count_trial(
    name: str,
    trial: Trial | None,
    outcomes: Sequence[OutcomeCount],
    failed: Sequence[FailureCount],
    marks: Sequence[EnrolmentCount],
) -> TrialLog:
    """Returns the log of a trial, exact, from what is kept of that trial alone.

    `trial` is None where its definition is not known here.
    """
    real = [each for each in outcomes if each.role != Role.TESTER.value]
    why = [each for each in failed if each.role != Role.TESTER.value]
    cells: Counter[tuple[str, str, ScreeningStanding]] = Counter()
    for each in real:
        cells[each.month, each.role, classify(trial, each)] += each.number
    months = _list_months([month for month, _, _ in cells] + [mark.month for mark in marks])
    roles = (*ROLES, *sorted({role for _, role, _ in cells} - set(ROLES)))
    return TrialLog(
        trial=name,
        name="" if trial is None else trial.definition.about.acronym,
        total=_make_line(cells, months, roles, marks),
        months={month: _make_line(cells, [month], roles, marks) for month in months},
        roles={role: _make_line(cells, months, [role], None) for role in roles},
        cells={
            (month, role): _make_line(cells, [month], [role], None)
            for month, role in sorted({key[:2] for key in cells})
        },
        reasons=count_reasons(trial, "" if trial is None else find_deciding(trial), why),
        further=() if trial is None else tuple(count_further(trial, real, why)),
        practice=sum(each.number for each in outcomes if each.role == Role.TESTER.value),
    )


def _make_line(
    cells: Mapping[tuple[str, str, ScreeningStanding], int],
    months: Sequence[str],
    roles: Iterable[str],
    marks: Sequence[EnrolmentCount] | None,
) -> LogLine:
    standings = {
        each: sum(cells.get((month, role, each), 0) for month in months for role in roles) for each in ScreeningStanding
    }
    reached = (
        dict.fromkeys(EnrolmentStep, None)
        if marks is None
        else {step: _sum_counts(marks, step, months) for step in EnrolmentStep}
    )
    return LogLine(
        sum(standings.values()), standings, reached[EnrolmentStep.APPROACHED], reached[EnrolmentStep.ENROLLED]
    )


def _sum_counts(marks: Sequence[EnrolmentCount], step: EnrolmentStep, months: Sequence[str]) -> int:
    return sum(mark.count for mark in marks if mark.step is step and mark.month in months)


def _list_months(known: Iterable[str]) -> list[str]:
    """Returns the months from the first known one to the last, those without anything too."""
    ordered = sorted(set(known))
    return [_month(number) for number in range(_number(ordered[0]), _number(ordered[-1]) + 1)] if ordered else []


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:]) - 1


def _month(number: int) -> str:
    return f"{number // 12}-{number % 12 + 1:02}"
