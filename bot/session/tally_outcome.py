"""What a screening has come to, for the tally: determinations and the criteria that failed."""

from dialogs.conversation.screening import Screening
from dialogs.conversation.state_machine import CONCLUDED
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.criteria import Effect
from storage.model.stored import Outcome


def outcome_of(trial: Trial, screening: Screening) -> Outcome:
    """Returns the codes of the determinations, the criteria that failed, and whether the result was shown."""
    rules = trial.rules
    statuses = rules.statuses(rules.state(screening.answers))
    rulings = rules.rulings(statuses)
    codes = {each: trial.outcome_codes[each][ruling.standing] for each, ruling in rulings.items()}
    failed = tuple(rule.id for rule, status in zip(rules.criteria, statuses, strict=True) if status.effect is Effect.FAILS)
    return Outcome(codes, failed, screening.state == CONCLUDED)
