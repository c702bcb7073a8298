"""What a generated definition comes to for every total assignment of its facts, one axis for each fact.

Written from the format's description alone; no logic of three values stands here.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from plain_words import (
    FAILS,
    NOT_YET,
    OFF,
    PASSES,
    find_later,
    is_exclusion,
    is_wanted,
    list_alternatives,
    list_determinations,
    list_wanted,
)
from sampled_values import Plain, Samples, compare, list_limits

Truths = NDArray[Any]
Outcomes = NDArray[np.uint8]


class World:
    """Whether conditions hold, now or once every waiting time is over."""

    def __init__(self, plain: Plain, samples: Samples, *, is_over: bool) -> None:
        self.axes = {fact: axis for axis, fact in enumerate(samples)}
        self.values = {
            fact: [find_later(plain["facts"][fact], each) for each in values] if is_over else list(values)
            for fact, values in samples.items()
        }
        self.applies: dict[str, Truths] = {}
        for fact, each in plain["facts"].items():
            self.applies[fact] = self.holds(each["applies_if"]) if "applies_if" in each else _ALWAYS

    def holds(self, condition: Plain) -> Truths:
        """Returns for every total assignment whether the condition holds."""
        if "all" in condition:
            return _join(np.logical_and, [self.holds(each) for each in condition["all"]])
        if "any" in condition:
            return _join(np.logical_or, [self.holds(each) for each in condition["any"]])
        if "not" in condition:
            return ~self.holds(condition["not"])
        if "count" in condition:
            return self._count(condition["count"])
        if "if" in condition:
            return _choose(*(self.holds(condition[key]) for key in ("if", "then", "else")))
        ((fact, wanted),) = condition.items()
        limits = list_limits(wanted)
        if not limits:
            return self._spread(fact, [is_wanted(value, wanted) for value in self.values[fact]]) & self.applies[fact]
        return _join(np.logical_and, [self._lies_within(fact, *limit) for limit in limits])

    def _count(self, counted: Plain) -> Truths:
        so = _join(np.add, [self.holds(each).astype(np.uint8) for each in counted["of"]])
        least: int = counted.get("at_least", 0)
        most: int = counted.get("at_most", len(counted["of"]))
        return np.logical_and(so >= least, so <= most)

    def _lies_within(self, fact: str, word: str, limit: Any) -> Truths:
        if not isinstance(limit, dict):
            lies = self._spread(fact, [compare(word, value, limit) for value in self.values[fact]])
            return lies & self.applies[fact]
        if "if" in limit:
            then, other = (self._lies_within(fact, word, limit[key]) for key in ("then", "else"))
            return _choose(self.holds(limit["if"]), then, other)
        other = limit["fact"]
        one, two = self._spread(fact, self.values[fact]), self._spread(other, self.values[other])
        lies = np.vectorize(lambda a, b: compare(word, a, b), otypes=[bool])(one, two)
        return _join(np.logical_and, [lies, self.applies[fact], self.applies[other]])

    def _spread(self, fact: str, values: list[Any]) -> NDArray[Any]:
        shape = [1] * len(self.axes)
        shape[self.axes[fact]] = len(values)
        return np.array(values).reshape(shape)


class Worlds:
    """Every total assignment of a definition: which criteria hold now and later, and the final outcomes."""

    def __init__(self, plain: Plain, samples: Samples) -> None:
        self.shape = tuple(len(values) for values in samples.values())
        self.axes = {fact: axis for axis, fact in enumerate(samples)}
        now, later = (World(plain, samples, is_over=is_over) for is_over in (False, True))
        self.applies = {fact: self._fill(each) for fact, each in now.applies.items()}
        criteria = plain["criteria"]
        self.truths = {name: self._fill(now.holds(each["met_when"])) for name, each in criteria.items()}
        fails = {name: truth == is_exclusion(criteria[name]) for name, truth in self.truths.items()}
        fails_later = {
            name: self._fill(later.holds(each["met_when"])) == is_exclusion(each) for name, each in criteria.items()
        }
        self.finals: dict[str, Outcomes] = {}
        for name, determination in plain["determinations"].items():
            own = [each for each, criterion in criteria.items() if name in list_determinations(criterion)]
            failing, staying = (
                _join(np.logical_or, [each[o] for o in own] or [self._fill(~_ALWAYS)]) for each in (fails, fails_later)
            )
            outcome = np.where(failing, FAILS, PASSES)
            if "not_yet" in determination["outcomes"]:
                outcome = np.where(failing & ~staying, NOT_YET, outcome)
            has_object = self._find_object(plain, determination.get("requires", {}))
            self.finals[name] = np.where(has_object, outcome, OFF).astype(np.uint8)

    def _find_object(self, plain: Plain, requires: Plain) -> Truths:
        """Returns where a determination has an object: one alternative of what it requires is so."""
        alternatives = list_alternatives(requires)
        if not alternatives:
            return self._fill(_ALWAYS)
        return _join(
            np.logical_or,
            [
                _join(
                    np.logical_and,
                    [np.isin(self.finals[name], list_wanted(plain, name, codes)) for name, codes in each.items()],
                )
                for each in alternatives
            ],
        )

    def _fill(self, truths: Truths) -> Truths:
        return np.broadcast_to(truths, self.shape)


def _join(function: np.ufunc, parts: list[Truths]) -> Truths:
    joined: Truths = parts[0]
    for part in parts[1:]:
        joined = function(joined, part)
    return joined


def _choose(condition: Truths, then: Truths, other: Truths) -> Truths:
    return np.where(condition, then, other)


_ALWAYS: Truths = np.ones((), dtype=bool)
