"""Kleene's logic of the conditions of a generated definition, over what some answers leave possible.

A truth is a pair: whether it is so beyond doubt, and whether it can be so.
"""

from collections.abc import Mapping
from typing import Any

from plain_words import is_wanted
from sampled_values import Plain, compare, list_limits

Truth = tuple[bool, bool]
Possible = Mapping[str, list[Any]]
"""The values of each fact that are possible."""

NO, UNKNOWN, YES = (False, False), (False, True), (True, True)


class Kleene:
    """Evaluates conditions over the possible values of the facts; each is looked at by itself."""

    def __init__(self, plain: Plain, possible: Possible) -> None:
        self._facts = plain["facts"]
        self._possible = possible

    def applies(self, fact: str) -> Truth:
        """Returns whether a fact applies."""
        condition = self._facts[fact].get("applies_if")
        return YES if condition is None else self.evaluate(condition)

    def evaluate(self, condition: Plain) -> Truth:
        """Returns whether a condition holds."""
        if "all" in condition:
            return _all(self.evaluate(each) for each in condition["all"])
        if "any" in condition:
            return _not(_all(_not(self.evaluate(each)) for each in condition["any"]))
        if "not" in condition:
            return _not(self.evaluate(condition["not"]))
        if "count" in condition:
            return self._count(condition["count"])
        if "if" in condition:
            return _choose(*(self.evaluate(condition[key]) for key in ("if", "then", "else")))
        ((fact, wanted),) = condition.items()
        limits = list_limits(wanted)
        if not limits:
            parts = [{word: codes} for word, codes in wanted.items()] if isinstance(wanted, dict) else [wanted]
            return _all(self._look(fact, lambda value, part=part: is_wanted(value, part)) for part in parts)
        plain = [each for each in limits if not isinstance(each[1], dict)]
        parts = [self._look(fact, lambda value: all(compare(word, value, limit) for word, limit in plain))]
        parts += [self._lies_within(fact, *each) for each in limits if isinstance(each[1], dict)]
        return _all(parts if plain else parts[1:])

    def _count(self, counted: Plain) -> Truth:
        truths = [self.evaluate(each) for each in counted["of"]]
        least, most = sum(sure for sure, _ in truths), sum(can for _, can in truths)
        wanted = [
            counted.get("at_least", 0) <= so <= counted.get("at_most", len(truths)) for so in range(least, most + 1)
        ]
        return all(wanted), any(wanted)

    def _lies_within(self, fact: str, word: str, limit: Any) -> Truth:
        if not isinstance(limit, dict):
            return self._look(fact, lambda value: compare(word, value, limit))
        if "if" in limit:
            then, other = (self._lies_within(fact, word, limit[key]) for key in ("then", "else"))
            return _choose(self.evaluate(limit["if"]), then, other)
        other_fact = limit["fact"]
        found = {compare(word, one, two) for one in self._possible[fact] for two in self._possible[other_fact]}
        return _all([(all(found), any(found)), self.applies(fact), self.applies(other_fact)])

    def _look(self, fact: str, is_so: Any) -> Truth:
        found = {bool(is_so(value)) for value in self._possible[fact]}
        return _all([(all(found), any(found)), self.applies(fact)])


def _not(truth: Truth) -> Truth:
    return not truth[1], not truth[0]


def _all(truths: Any) -> Truth:
    each = list(truths)
    return all(sure for sure, _ in each), all(can for _, can in each)


def _choose(condition: Truth, then: Truth, other: Truth) -> Truth:
    if condition == UNKNOWN:
        return then if then == other else UNKNOWN
    return then if condition == YES else other
