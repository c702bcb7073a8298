"""Which of the sampled values of a fact an answer leaves possible, and the answer that leaves just one."""

from collections.abc import Mapping
from typing import Any

from generated_facts import OVER, RUNNING, Fact, get_days_to_wait
from sampled_values import compare

from dialogs.rules.answers import Answer, Interval, Known, LastDose, LastDoses, Selected


def find_possible(fact: Fact, samples: tuple[Any, ...], answer: Answer | None) -> tuple[int, ...]:
    """Returns the places of the values that an answer leaves possible; all of them where there is none."""
    if isinstance(answer, Known):
        return tuple(i for i, value in enumerate(samples) if value == answer.value)
    if isinstance(answer, Interval):
        return tuple(i for i, value in enumerate(samples) if _lies_in(value, answer))
    if isinstance(answer, Selected):
        so = set(answer.codes)
        open_ = set(answer.untested)
        return tuple(i for i, value in enumerate(samples) if so <= value <= so | open_)
    if isinstance(answer, LastDoses):
        waits = [(each, get_days_to_wait(fact["drugs"][each.drug])) for each in answer.doses]
        if all(each.least >= days for each, days in waits):
            return (samples.index(OVER),)
        if any(each.most is not None and each.most < days for each, days in waits):
            return (samples.index(RUNNING),)
    return tuple(range(len(samples)))


def find_exact(fact: Fact, value: Any) -> Answer:
    """Returns the answer that leaves one value possible."""
    if fact["kind"] == "several":
        return Selected(tuple(code for code in fact["options"] if code in value))
    if fact["kind"] == "washouts":
        drug, days = next((drug, get_days_to_wait(each)) for drug, each in fact["drugs"].items())
        return LastDoses((LastDose(drug, days - 1, days - 1),) if value == RUNNING else ())
    return Known(int(value) if isinstance(value, float) and value == int(value) else value)


def _lies_in(number: float, limits: Interval) -> bool:
    words: Mapping[str, float | None] = {
        "at_least": limits.min,
        "at_most": limits.max,
        "above": limits.above,
        "below": limits.below,
    }
    return all(compare(word, number, limit) for word, limit in words.items() if limit is not None)
