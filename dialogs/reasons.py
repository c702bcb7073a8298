"""Why a criterion stands as it does, in one sentence: the answers that decide it, or those that leave it open."""

from collections.abc import Iterator

from dialogs import headings
from dialogs.answers import Answers, Interval
from dialogs.definition.conditions import Comparison
from dialogs.definition.facts import Fact, OptionFact
from dialogs.definition.wording import say
from dialogs.rules.conditions import Leaf, Opposite, Some, Step
from dialogs.trial import Trial
from dialogs.truth import Truth
from dialogs.worded import figure, option_label, worded

_COMPARED = {"at_least": "at least", "above": "more than", "at_most": "at most", "below": "less than"}


def reason(trial: Trial, trace: Step, answers: Answers) -> str:
    """Returns the sentence for a criterion whose condition left `trace` behind."""
    parts = list(dict.fromkeys(_part(trial, leaf, truth, answers) for leaf, truth in _deciding(trace)))
    return "; ".join(parts) + "."


def wanted_words(fact: Fact, wanted: object) -> str:
    """Returns what a condition wants of a fact, in words, such as 'at most 365 days' or 'B-precursor ALL or B-cell MPAL'."""
    if isinstance(fact, OptionFact):
        codes = wanted if isinstance(wanted, list) else [wanted]
        return " or ".join(option_label(fact, str(code)) for code in codes)
    limits = wanted.limits() if isinstance(wanted, Comparison) else [("", wanted)]
    return " and ".join(f"{_COMPARED.get(word, 'exactly')} {figure(limit)}" for word, limit in limits) + f" {say(fact.unit)}"


def _deciding(step: Step) -> Iterator[tuple[Leaf, Truth]]:
    """Yields the leaves that carry the step's truth: all that agree with it where all must, else the first that does."""
    if isinstance(step.condition, Leaf):
        yield step.condition, step.truth
    elif isinstance(step.condition, Opposite):
        yield from _deciding(step.parts[0])
    else:
        agreeing = [part for part in step.parts if part.truth is step.truth]
        one_is_enough = step.truth is (Truth.YES if isinstance(step.condition, Some) else Truth.NO)
        for part in agreeing[:1] if one_is_enough else agreeing:
            yield from _deciding(part)


def _part(trial: Trial, leaf: Leaf, truth: Truth, answers: Answers) -> str:
    fact = trial.facts[leaf.fact]
    answer = answers.get(leaf.fact)
    said = headings.NOT_ASKED if answer is None else worded(fact, answer)
    if answer is None and leaf.gate is not None and truth is Truth.NO:
        said = headings.NOT_APPLICABLE
    if isinstance(answer, Interval) and truth is Truth.UNKNOWN:
        said = headings.UNDECIDED.format(answer=said)
    return headings.REASON.format(name=say(fact.name), answer=said, wanted=wanted_words(fact, leaf.wanted))
