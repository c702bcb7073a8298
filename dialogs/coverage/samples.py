"""One answer for each code under which answers to a fact are counted: what stands for its cells when a dialogue is walked through."""

from datetime import date

from dialogs.answers import PENDING, UNKNOWN, Answer, Interval, Known
from dialogs.coverage import codes
from dialogs.definition.conditions import Number
from dialogs.definition.facts import Fact, OptionFact
from dialogs.rules.conditions import leaves
from dialogs.rules.domains import NumberDomain
from dialogs.scripts.said import Unsayable, text_for
from dialogs.trial import Trial
from dialogs.worded import option_codes


def samples(trial: Trial, fact_id: str, today: date) -> dict[str, Answer]:
    """Returns an answer to a fact for each of its codes, in order; without those for which there are no words."""
    fact, domain = trial.facts[fact_id], trial.rules.places[fact_id].domain
    answers: dict[str, Answer] = {}
    if isinstance(fact, OptionFact):
        answers |= {code: Known(code) for code in option_codes(fact)}
    else:
        assert isinstance(domain, NumberDomain)
        for index in range(domain.size):
            sample = Known(_sample(domain, index))
            if domain.mask(sample) == 1 << index:
                answers[codes.cell(domain, index)] = sample
        answers[codes.INTERVAL] = Interval(min=fact.range.min, max=fact.range.max)
    answers |= {codes.UNKNOWN: UNKNOWN, codes.PENDING: PENDING}
    return {code: answer for code, answer in answers.items() if _can_be_said(fact, answer, today)}


def telling(trial: Trial, fact_id: str, today: date) -> tuple[Answer, ...]:
    """Returns the exact answers to a fact, one for each set of values that no criterion and no other fact's condition tells apart."""
    place = trial.rules.places[fact_id]
    gates = [each.gate for each in trial.rules.places.values() if each.gate is not None]
    conditions = [*(rule.condition for rule in trial.rules.criteria), *gates]
    wanted = [leaf.allowed for condition in conditions for leaf in leaves(condition) if leaf.fact == fact_id]
    found: dict[tuple[bool, ...], Answer] = {}
    for answer in samples(trial, fact_id, today).values():
        if isinstance(answer, Known):
            cell = place.domain.mask(answer) << place.offset
            found.setdefault(tuple(bool(cell & allowed) for allowed in wanted), answer)
    return tuple(found.values())


def _sample(domain: NumberDomain, index: int) -> Number:
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
        text_for(fact, answer, today)
    except Unsayable:
        return False
    return True
