"""Samples: one answer for each code under which answers to a fact are counted, to stand for it on walks."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from dialogs.definition.facts import Fact, NumericFact, OptionFact, SeveralFact, WashoutsFact, list_option_codes
from dialogs.definition.plain_numbers import Number
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.answers import PENDING, UNKNOWN, Answer, Interval, Known, LastDose, LastDoses, Selected
from dialogs.rules.conditions import AnyLeaf, Leaf, SelectedLeaf, iterate_leaves
from dialogs.rules.number_domain import NumberDomain
from dialogs.testing.coverage import codes
from dialogs.testing.scripts.recording.said import Unsayable, find_text, make_sayable


def list_samples(trial: Trial, fact_id: str, today: date) -> dict[str, Answer]:
    """Returns an answer to a fact for each of its codes, in order; without those for which there are no words."""
    fact, domain = trial.facts[fact_id], trial.rules.places[fact_id].domain
    answers: dict[str, Answer] = {}
    if isinstance(fact, OptionFact):
        answers |= {code: Known(code) for code in list_option_codes(fact)}
    elif isinstance(fact, SeveralFact):
        answers |= _list_selected(fact)
    elif isinstance(fact, WashoutsFact):
        answers |= _list_last_doses(fact)
    else:
        assert isinstance(domain, NumberDomain)
        numbers = [make_sayable(Known(_choose_sample(domain, index))) for index in range(domain.size)]
        exact = {
            codes.label_cell(domain, index): number
            for index, number in enumerate(numbers)
            if domain.make_mask(number) == 1 << index
        }
        answers |= {code: number for code, number in exact.items() if _can_be_said(fact, number, today)}
        intervals = [each for each in _list_intervals(fact, list(answers.values())) if _can_be_said(fact, each, today)]
        answers |= {codes.INTERVAL: each for each in intervals[-1:]}  # noqa: B035 - of one interval or none
    return answers | {codes.UNKNOWN: UNKNOWN, codes.PENDING: PENDING}


def can_leave_open(trial: Trial, fact_id: str, today: date) -> bool:
    """Says whether an interval of a fact, or last doses, can leave a criterion open, so that it is asked back.

    A criterion that comes to the same whatever is answered is left open by the facts that it names itself.
    """
    unanswered = trial.rules.find_statuses(trial.rules.unanswered)
    looks = (rule.facts + status.open_facts for rule, status in zip(trial.rules.criteria, unanswered, strict=True))
    return codes.INTERVAL in list_samples(trial, fact_id, today) and any(fact_id in facts for facts in looks)


def list_telling_answers(trial: Trial, fact_id: str, today: date) -> tuple[Answer, ...]:
    """Returns exact answers to a fact, one for each set of values that no condition of the trial tells apart."""
    place = trial.rules.places[fact_id]
    gates = [each.applies_if for each in trial.rules.places.values() if each.applies_if is not None]
    conditions = [*(rule.condition for rule in trial.rules.criteria), *gates]
    leaves = [leaf for condition in conditions for leaf in iterate_leaves(condition) if leaf.fact == fact_id]
    found: dict[tuple[object, ...], Answer] = {}
    for answer in list_samples(trial, fact_id, today).values():
        if isinstance(answer, Known | Selected | LastDoses):
            cell = place.domain.make_mask(answer) << place.offset
            found.setdefault(tuple(_tell(leaf, cell) for leaf in leaves), answer)
    return tuple(found.values())


def _tell(leaf: AnyLeaf, cell: int) -> object:
    """Returns what a leaf says of the cells of its fact's answer; nothing where it looks at another fact as well."""
    if isinstance(leaf, SelectedLeaf):
        return leaf.inner.evaluate(cell)
    return bool(cell & leaf.allowed) if isinstance(leaf, Leaf) else None


def _list_selected(fact: SeveralFact) -> dict[str, Answer]:
    """Returns each option by itself, all of them, none, and where that can be said none tested."""
    every = tuple(fact.options)
    answers: dict[str, Answer] = {code: Selected((code,)) for code in every}
    answers |= {codes.SEVERAL: Selected(every), codes.NONE: Selected()}
    return answers if fact.not_tested is None else answers | {codes.UNTESTED: Selected((), every)}


def _list_last_doses(fact: WashoutsFact) -> dict[str, Answer]:
    """Returns a last dose whose wait runs, one whose wait is over, none, and one that is not known well enough."""
    drug, days = max(((code, each.days_to_wait) for code, each in fact.drugs.items()), key=lambda pair: pair[1])
    running = {"running": LastDoses((LastDose(drug, days - 1, days - 1),))} if days else {}
    doubtful = {codes.INTERVAL: LastDoses((LastDose(drug, days - 1, days),))} if days else {}
    over = LastDoses((LastDose(drug, days, days),))
    return {**running, "over": over, codes.NONE: LastDoses(), **doubtful}


def _list_intervals(fact: NumericFact, numbers: list[Answer]) -> Iterator[Interval]:
    """Yields intervals in which several cells lie; the widest, in which all do, is the last."""
    values = [number.value for number in numbers if isinstance(number, Known) and not isinstance(number.value, str)]
    yield from (Interval(min=low, max=high) for low, high in pairwise(values))
    yield Interval(min=fact.range.min, max=fact.range.max)


def _choose_sample(domain: NumberDomain, index: int) -> Number:
    """Returns a number of a cell: the one at its threshold, or a round one."""
    lower = domain.cuts[index - 1] if index else (domain.low, 0)
    upper = domain.cuts[index] if index < len(domain.cuts) else (domain.high, 1)
    if index < len(domain.cuts) and upper[1]:
        return upper[0]
    if lower[1] == 0 and index:
        return lower[0]
    if domain.whole:
        return lower[0] + lower[1]
    middle = (lower[0] + upper[0]) / 2
    rounded = (round(middle, decimals) for decimals in range(7))
    return next((each for each in rounded if lower[0] < each < upper[0]), middle)


def _can_be_said(fact: Fact, answer: Answer, today: date) -> bool:
    try:
        find_text(fact, answer, today)
    except Unsayable:
        return False
    return True
