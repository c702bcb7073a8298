"""Counting: from the tally, the marks and a trial's definition to the log of that trial."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.documents.screening_log.log import FurtherDetermination, LogLine, Reason, ScreeningStanding, TrialLog
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.engine import Standing as Ruled
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
        reasons=_count_reasons(trial, "" if trial is None else _find_deciding(trial), why),
        further=() if trial is None else tuple(_count_further(trial, real, why)),
        practice=sum(each.number for each in outcomes if each.role == Role.TESTER.value),
    )


def classify(trial: Trial | None, outcomes: OutcomeCount) -> ScreeningStanding:
    """Returns what screenings have come to, by the determination that decides on the trial: the first one.

    One that is excluded so far stays so whatever else is answered; eligible is only whose result was shown.
    """
    deciding = next(iter(outcomes.codes), "") if trial is None else _find_deciding(trial)
    code = outcomes.codes.get(deciding, "")
    known = _USUAL if trial is None else trial.outcome_codes[deciding]
    if code == known[Ruled.FAILS]:
        return ScreeningStanding.EXCLUDED
    if not outcomes.is_finished:
        return ScreeningStanding.UNFINISHED
    return ScreeningStanding.ELIGIBLE if code == known[Ruled.PASSES] else ScreeningStanding.PENDING


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


def _find_deciding(trial: Trial) -> str:
    return next(iter(trial.definition.determinations))


def _count_reasons(trial: Trial | None, determination: str, failed: Iterable[FailureCount]) -> tuple[Reason, ...]:
    """Returns how often each criterion of a determination failed, the most frequent first; those that never did too."""
    criteria = (
        {}
        if trial is None
        else {key: each for key, each in trial.definition.criteria.items() if each.determination == determination}
    )
    others = set() if trial is None else set(trial.definition.criteria) - set(criteria)
    counts = Counter(dict.fromkeys(criteria, 0))
    for each in failed:
        for criterion in set(each.criteria) - others:
            counts[criterion] += each.number
    places = {criterion: place for place, criterion in enumerate([*criteria, *sorted(set(counts) - set(criteria))])}
    return tuple(
        Reason(
            criterion=criterion,
            place=places[criterion],
            name=say(criteria[criterion].name) if criterion in criteria else "",
            quote=criteria[criterion].quote if criterion in criteria else "",
            count=counts[criterion],
        )
        for criterion in sorted(counts, key=lambda each: (-counts[each], places[each]))
    )


def _count_further(
    trial: Trial, outcomes: Sequence[OutcomeCount], failed: Sequence[FailureCount]
) -> Iterator[FurtherDetermination]:
    """Yields what the other determinations came to, among those who are eligible and whose result was shown."""
    deciding, *others = trial.definition.determinations
    eligible = [each for each in outcomes if classify(trial, each) is ScreeningStanding.ELIGIBLE]
    passes = trial.outcome_codes[deciding][Ruled.PASSES]
    for other in others:
        codes = Counter(dict.fromkeys(trial.outcome_codes[other].values(), 0))
        for each in eligible:
            codes[each.codes.get(other, _UNKNOWN)] += each.number
        failing = trial.outcome_codes[other][Ruled.FAILS]
        why = [
            each
            for each in failed
            if each.is_finished and each.codes.get(deciding) == passes and each.codes.get(other) == failing
        ]
        yield FurtherDetermination(
            other,
            say(trial.definition.determinations[other].name),
            dict(codes),
            failing,
            _count_reasons(trial, other, why),
        )


_UNKNOWN = "unknown"
"""Stands for the code of a determination that a screening's own definition did not have yet."""

_USUAL = {Ruled.PASSES: "eligible", Ruled.FAILS: "ineligible"}
"""The codes of a definition that is not known here, as nearly all have them."""
