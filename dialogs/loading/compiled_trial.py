"""A trial as the rest of the house uses it: the definition, its digest, and its compiled rules."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dialogs.definition.conditions import Comparison
from dialogs.definition.facts import Fact, NumericFact
from dialogs.definition.trial import Definition
from dialogs.rules.answers import PENDING, UNKNOWN, Answer, Answers, Pending, Unknown
from dialogs.rules.coded_answers import code_options
from dialogs.rules.conditions import iterate_leaves
from dialogs.rules.engine import Rules
from dialogs.rules.standings import Standing, list_outcomes


@dataclass(frozen=True)
class Threshold:
    """A number with which a criterion compares a fact, in the fact's unit."""

    criterion: str
    fact: str
    number: int | float


@dataclass(frozen=True)
class Trial:
    """One trial. `digest` is that of the definition's content ("sha256:..."); a screening is pinned to it."""

    definition: Definition
    digest: str
    rules: Rules

    @property
    def id(self) -> str:
        """The trial's id."""
        return self.definition.id

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """The facts by id, in the order in which they are asked."""
        return self.definition.facts

    @cached_property
    def thresholds(self) -> tuple[Threshold, ...]:
        """The thresholds of all criteria, in the order of the criteria."""
        return tuple(
            dict.fromkeys(
                Threshold(rule.id, leaf.fact, number)
                for rule in self.rules.criteria
                for leaf in iterate_leaves(rule.condition)
                for number in _list_numbers(leaf.wanted)
            )
        )

    @cached_property
    def coded(self) -> dict[str, dict[str, Answer]]:
        """The answers to each fact that are a word: its codes, "unknown" and "pending"."""
        missing: dict[str, Answer] = {"unknown": UNKNOWN, "pending": PENDING}
        return {fact_id: code_options(fact) | missing for fact_id, fact in self.facts.items()}

    @cached_property
    def conditional_facts(self) -> frozenset[str]:
        """The facts that apply only under a condition."""
        return frozenset(self._conditional)

    @cached_property
    def _conditional(self) -> tuple[str, ...]:
        return tuple(fact_id for fact_id, fact in self.facts.items() if fact.applies_if is not None)

    @cached_property
    def linked_facts(self) -> frozenset[str]:
        """The facts that apply only under a condition, and those at which such conditions look."""
        return self.conditional_facts | {each for fact in self.conditional_facts for each in self.list_parents(fact)}

    def list_contradicting(self, place: int) -> tuple[str, ...]:
        """Returns the facts that the contradiction at a place of the definition names, in question order."""
        return self.rules.list_facts(self.rules.contradictions[place])

    def list_parents(self, fact_id: str) -> frozenset[str]:
        """Returns the facts whose answers decide whether a fact applies."""
        condition = self.rules.places[fact_id].applies_if
        return frozenset() if condition is None else frozenset(leaf.fact for leaf in iterate_leaves(condition))

    @cached_property
    def outcome_codes(self) -> dict[str, dict[Standing, str]]:
        """The code of each outcome of each determination, by how it stands."""
        return {
            name: {standing: outcome.code for standing, outcome in list_outcomes(each.outcomes).items()}
            for name, each in self.definition.determinations.items()
        }

    def get_written_applies_if(self, fact_id: str) -> dict[str, Any] | None:
        """Returns the condition under which a fact applies, as the definition writes it; None where it always does."""
        when = self.facts[fact_id].applies_if
        return None if when is None else when.model_dump(mode="json", by_alias=True, exclude_none=True, warnings=False)

    def get_numeric(self, fact_id: str) -> NumericFact | None:
        """Returns the fact if it is answered by a number, else None."""
        fact = self.facts[fact_id]
        return fact if isinstance(fact, NumericFact) else None

    def list_applicability_limits(self, fact_id: str) -> tuple[int | float, ...]:
        """Returns the numbers with which a fact is compared to say whether others apply, in the fact's unit."""
        conditions = (place.applies_if for place in self.rules.places.values() if place.applies_if is not None)
        compared = (leaf for each in conditions for leaf in iterate_leaves(each) if leaf.fact == fact_id)
        return tuple(dict.fromkeys(number for leaf in compared for number in _list_numbers(leaf.wanted)))

    def find_next_question(self, answers: Answers) -> str | None:
        """Returns the first fact that applies, can still change a verdict, and was not asked; None if there is none."""
        state = self.rules.encode_state(answers)
        return self.find_next_among(self.rules.assess(state).relevant, answers, state)

    def find_next_among(self, relevant: Iterable[str], answers: Answers, state: int) -> str | None:
        """Returns the first of the relevant facts that was not asked and applies.

        Behind a result that counts only for some days, when it was taken is asked.
        """
        for fact in relevant:
            if fact not in answers and self.rules.applies(fact, state):
                return fact
            if self._lacks_date(fact, answers):
                return self.facts[fact].dated_by
        return None

    def _lacks_date(self, fact: str, answers: Answers) -> bool:
        dated_by = self.facts[fact].dated_by
        is_given = fact in answers and not isinstance(answers[fact], Unknown | Pending)
        return is_given and dated_by is not None and dated_by not in answers

    def drop_inapplicable(self, answers: Answers) -> Answers:
        """Returns the answers without those to facts that do not apply, given the others."""
        left = dict(answers)
        state = None
        for fact in self._conditional:
            if fact not in left:
                continue
            state = self.rules.encode_state(left) if state is None else state
            if not self.rules.applies(fact, state):
                del left[fact]
                state = None
        return left


def _list_numbers(wanted: object) -> list[int | float]:
    if isinstance(wanted, Comparison):
        return [limit for _, limit in wanted.limits()]
    return [wanted] if isinstance(wanted, int | float) else []
