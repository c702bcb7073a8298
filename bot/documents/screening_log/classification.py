"""What screenings have come to, by the determination that decides on the trial."""

from bot.documents.screening_log.log import ScreeningStanding
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.standings import Standing as Ruled
from storage.features.tally_counts import OutcomeCount


def classify(trial: Trial | None, outcomes: OutcomeCount) -> ScreeningStanding:
    """Returns what screenings have come to, by the determination that decides on the trial: the first one.

    One that is excluded so far stays so whatever else is answered; eligible is only whose result was shown.
    """
    deciding = next(iter(outcomes.codes), "") if trial is None else find_deciding(trial)
    code = outcomes.codes.get(deciding, "")
    known = _USUAL if trial is None else trial.outcome_codes[deciding]
    if code == known[Ruled.FAILS]:
        return ScreeningStanding.EXCLUDED
    if not outcomes.is_finished:
        return ScreeningStanding.UNFINISHED
    return ScreeningStanding.ELIGIBLE if code == known[Ruled.PASSES] else ScreeningStanding.PENDING


def find_deciding(trial: Trial) -> str:
    """Returns the determination that decides on the trial: the first one."""
    return next(iter(trial.definition.determinations))


_USUAL = {Ruled.PASSES: "eligible", Ruled.FAILS: "ineligible"}
"""The codes of a definition that is not known here, as nearly all have them."""
