"""Where two definitions are alike: from which answers on nothing that follows can differ, so that a walk may end."""

from dialogs.definition.conditions import Condition
from dialogs.definition.facts import (
    DaysBetweenFact,
    Fact,
    NumericFact,
    OptionFact,
    SeveralFact,
    WashoutsFact,
    list_option_codes,
)
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.domains import is_whole
from dialogs.rules.truth import Truth
from dialogs.testing.changes.side import Side, Stand


class Likeness:
    """What two sides have alike. Where they ask or decide by another structure, they are never called alike.

    With one structure, each answer that can be given on one side can be given on the other.
    """

    def __init__(self, old: Side, new: Side) -> None:
        self.has_one_structure = _describe_structure(old.trial) == _describe_structure(new.trial)
        pairs = zip(_list_conditions(old.trial), _list_conditions(new.trial), strict=False)
        self._changed = [place for place, (before, after) in enumerate(pairs) if before != after]

    def goes_on_alike(self, before: Stand, after: Stand) -> bool:
        """Says whether both sides go on alike: every criterion whose condition differs is decided, and to the same."""
        if not self.has_one_structure:
            return False
        old, new = before.assessment.statuses, after.assessment.statuses
        return all(old[place].truth is new[place].truth is not Truth.UNKNOWN for place in self._changed)


def _list_conditions(trial: Trial) -> list[Condition]:
    return [criterion.met_when for criterion in trial.definition.criteria.values()]


def _describe_structure(trial: Trial) -> object:
    """Returns all that decides about questions and verdicts but for the conditions of the criteria."""
    definition = trial.definition
    determinations = [
        (name, each.requires, trial.outcome_codes[name]) for name, each in definition.determinations.items()
    ]
    criteria = [(name, each.kind, each.determination) for name, each in definition.criteria.items()]
    return (
        [(name, _list_values(fact), fact.applies_if) for name, fact in definition.facts.items()],
        determinations,
        criteria,
    )


def _list_values(fact: Fact) -> object:
    if isinstance(fact, OptionFact):
        return list_option_codes(fact)
    if isinstance(fact, SeveralFact):
        return list_option_codes(fact), fact.not_tested is not None
    if isinstance(fact, WashoutsFact):
        return {code: drug.days_to_wait for code, drug in fact.drugs.items()}
    assert isinstance(fact, NumericFact)
    window = fact.clear_from if isinstance(fact, DaysBetweenFact) else None
    return fact.range.min, fact.range.max, is_whole(fact), window
