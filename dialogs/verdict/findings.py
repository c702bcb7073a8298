"""Findings: each criterion against the answers, with its reason, quotation and notes.

Equal answers give the same finding again.
"""

from dialogs.definition.criteria import Criterion
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.answers import Answer, Answers
from dialogs.rules.compiling import compile_condition
from dialogs.rules.conditions import CompiledCondition
from dialogs.rules.criteria import CriterionRule
from dialogs.rules.remembered import Remembered
from dialogs.rules.traces import make_trace
from dialogs.rules.truth import Truth
from dialogs.verdict.reasons import make_brief_reason, make_reason
from dialogs.verdict.verdict import Finding

REMEMBERED = 1_000
"""How many findings of one criterion are remembered."""

FindingKey = tuple[bool, tuple[Answer | None, ...]]


class FindingRule:
    """Makes the findings of one criterion."""

    def __init__(self, trial: Trial, rule: CriterionRule) -> None:
        self.trial = trial
        self.rule = rule
        self.determinations = trial.definition.criteria[rule.id].determinations
        self.criterion: Criterion = trial.definition.criteria[rule.id]
        self._notes = [(note, self._compile(note.when), self._compile(note.unless)) for note in self.criterion.notes]
        conditions = [rule.condition, *(each for _, *both in self._notes for each in both if each is not None)]
        named = {fact for condition in conditions for fact in trial.rules.list_facts(condition)}
        self.facts = tuple(fact for fact in trial.facts if fact in trial.rules.add_applicability_facts(named))
        self.table: Remembered[FindingKey, Finding] = Remembered(self._find, REMEMBERED)

    def make_finding(self, answers: Answers, *, in_play: bool) -> Finding:
        """Returns the finding; `in_play` says whether a determination to which it leads has an object."""
        return self.table[in_play, tuple(map(answers.get, self.facts))]

    def _find(self, key: FindingKey) -> Finding:
        in_play, given = key
        answers = {fact: answer for fact, answer in zip(self.facts, given, strict=True) if answer is not None}
        state = self.trial.rules.encode_state(answers)
        trace = make_trace(self.rule.condition, state)
        told = tuple(
            say(note.say)
            for note, when, unless in self._notes
            if when is not None and in_play and _applies(when, unless, state)
        )
        always = tuple(say(note.say) for note, when, _ in self._notes if when is None)
        return Finding(
            criterion=self.rule.id,
            kind=self.criterion.kind,
            determinations=self.determinations,
            name=say(self.criterion.name),
            status=trace.truth,
            effect=self.rule.find_effect(trace.truth),
            answers={fact: answers[fact] for fact in self.rule.facts if fact in answers},
            reason=make_reason(self.trial, trace, answers),
            brief=make_brief_reason(self.trial, trace, answers),
            quote=self.criterion.quote,
            notes=told + always,
            told=told,
        )

    def _compile(self, condition: object) -> CompiledCondition | None:
        return None if condition is None else compile_condition(condition, self.trial.rules.places)  # type: ignore[arg-type]


def _applies(when: CompiledCondition, unless: CompiledCondition | None, state: int) -> bool:
    return when.evaluate(state) is Truth.YES and (unless is None or unless.evaluate(state) is not Truth.YES)
