"""What a screening has come to, for the tally: determinations and the criteria that failed."""

from dataclasses import replace

from dialogs.conversation.screening import Turn
from dialogs.conversation.state_machine import CONCLUDED
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.assessment import Assessment
from dialogs.rules.criteria import Effect
from storage.model.stored import TallyOutcome


def make_turn_outcome(trial: Trial, before: TallyOutcome, turn: Turn) -> TallyOutcome:
    """Returns what a screening has come to after a turn, from what it had come to before."""
    is_finished = turn.screening.state == CONCLUDED
    if turn.assessment is None:
        return replace(before, is_finished=is_finished)
    return make_outcome(trial, turn.assessment, is_finished=is_finished)


def make_outcome(trial: Trial, assessment: Assessment, *, is_finished: bool) -> TallyOutcome:
    """Returns the codes of the determinations, the criteria that failed, and whether the result was shown."""
    codes = {each: trial.outcome_codes[each][ruling.standing] for each, ruling in assessment.rulings.items()}
    statuses = zip(trial.rules.criteria, assessment.statuses, strict=True)
    failed = tuple(rule.id for rule, status in statuses if status.effect is Effect.FAILS)
    return TallyOutcome(codes, failed, is_finished)
