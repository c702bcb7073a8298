"""What a screening has come to, for the tally: determinations and the criteria that failed."""

from dialogs.conversation.screening import Screening
from dialogs.conversation.state_machine import CONCLUDED
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.criteria import Effect
from storage.model.stored import TallyOutcome


def make_outcome(trial: Trial, screening: Screening) -> TallyOutcome:
    """Returns the codes of the determinations, the criteria that failed, and whether the result was shown."""
    rules = trial.rules
    statuses = rules.find_statuses(rules.encode_state(screening.answers))
    rulings = rules.find_rulings(statuses)
    codes = {each: trial.outcome_codes[each][ruling.standing] for each, ruling in rulings.items()}
    failed = tuple(
        rule.id for rule, status in zip(rules.criteria, statuses, strict=True) if status.effect is Effect.FAILS
    )
    return TallyOutcome(codes, failed, screening.state == CONCLUDED)
