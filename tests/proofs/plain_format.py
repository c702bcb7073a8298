"""What a generated definition says of some answers: by Kleene's logic of its conditions, and by every completion."""

from functools import cached_property
from math import prod
from typing import Any

import numpy as np
from plain_kleene import YES, Kleene, Truth
from plain_worlds import (
    FAILS,
    NOT_YET,
    OFF,
    PASSES,
    Outcomes,
    Worlds,
    find_later,
    is_exclusion,
    list_alternatives,
    list_determinations,
    list_wanted,
)
from sampled_values import Plain, compare, find_possible, list_atoms, list_samples

from dialogs.rules.answers import Answer, Interval, Known

Places = dict[str, tuple[int, ...]]
"""For each fact the places of its possible values."""


class Format:
    """A generated definition with all of its total assignments."""

    def __init__(self, plain: Plain) -> None:
        self.plain = plain
        self.atoms, self.compared = list_atoms(plain)
        self.samples = list_samples(plain)
        self.worlds = Worlds(plain, self.samples)

    @staticmethod
    def count_worlds(plain: Plain) -> int:
        """Returns how many total assignments there are."""
        return prod(len(each) for each in list_samples(plain).values())

    def is_telling(self) -> bool:
        """Says whether every criterion holds for some and not for others, and every determination can come out so."""
        truths = [*self.worlds.truths.values(), *(each > 0 for each in self.worlds.finals.values())]
        return all(each.any() and not each.all() for each in truths)

    def find_places(self, fact: str, answer: Answer | None) -> tuple[int, ...]:
        """Returns the places of the values that an answer leaves possible."""
        return find_possible(self.plain["facts"][fact], self.samples[fact], answer)

    def drop_inapplicable(self, answers: dict[str, Answer]) -> dict[str, Answer]:
        """Returns the answers without those to facts that do not apply beyond doubt, given the others."""
        left = dict(answers)
        for fact in self.plain["facts"]:
            if fact in left and not self.look_at(left).applies(fact):
                del left[fact]
        return left

    def look_at(self, answers: dict[str, Answer]) -> "Case":
        """Returns what the definition says of answers; those that do not count, or no longer, are left out."""
        dropped = set()
        for fact, each in self.plain["facts"].items():
            by = each.get("dated_by")
            if by and fact in answers and not self._is_recent(by, answers.get(by), each["valid_for"]):
                dropped |= {fact, by}
        return Case(self, {fact: self.find_places(fact, None if fact in dropped else answers.get(fact)) for fact in self.samples})

    def _is_recent(self, by: str, answer: Answer | None, most: int) -> bool:
        return isinstance(answer, Known | Interval) and all(
            self.samples[by][place] <= most for place in self.find_places(by, answer)
        )

    def covers_all(self, fact: str, places: tuple[int, ...]) -> bool:
        """Says whether the values at some places do to every condition all that the values of the fact can do."""
        def sign(value: Any) -> Any:
            atoms = self.atoms[fact]
            return tuple(compare(word, value, limit) for word, limit in atoms) if atoms else value

        values = self.samples[fact]
        return {sign(values[each]) for each in places} == {sign(each) for each in values}


class Case:
    """What a definition says where only some values of its facts are possible."""

    def __init__(self, form: Format, possible: Places) -> None:
        self.form = form
        self.plain = form.plain
        self.possible = possible
        self.slice = np.ix_(*possible.values())

    def _list_values(self) -> dict[str, list[Any]]:
        return {fact: [self.form.samples[fact][each] for each in places] for fact, places in self.possible.items()}

    @cached_property
    def kleene(self) -> Kleene:
        return Kleene(self.plain, self._list_values())

    @cached_property
    def kleene_later(self) -> Kleene:
        facts = self.plain["facts"]
        return Kleene(self.plain, {fact: [find_later(facts[fact], each) for each in values] for fact, values in self._list_values().items()})

    def evaluate(self, condition: Plain) -> Truth:
        return self.kleene.evaluate(condition)

    def applies(self, fact: str) -> bool:
        """Says whether the fact applies beyond doubt."""
        return self.kleene.applies(fact) == YES

    @cached_property
    def truths(self) -> dict[str, Truth]:
        return {name: self.kleene.evaluate(each["met_when"]) for name, each in self.plain["criteria"].items()}

    @cached_property
    def truths_later(self) -> dict[str, Truth]:
        return {name: self.kleene_later.evaluate(each["met_when"]) for name, each in self.plain["criteria"].items()}

    def _list_effects(self, name: str, truths: dict[str, Truth]) -> list[int | None]:
        """Returns what the criteria of a determination do to it; None where that is open."""
        return [
            None if sure != can else FAILS if sure == is_exclusion(self.plain["criteria"][each]) else PASSES
            for each, (sure, can) in truths.items()
            if name in list_determinations(self.plain["criteria"][each])
        ]

    def rule(self, name: str) -> tuple[int | None, bool]:
        """Returns how a determination stands by Kleene's logic (None: open), and whether that is provisional."""
        possible, has_object = self._list_possible(name), self._find_object(name)
        own = possible - {OFF} if FAILS in self._list_effects(name, self.truths) else possible
        if has_object is False or not own:
            return OFF, False
        return (own.pop(), has_object is None and OFF in possible) if len(own) == 1 else (None, False)

    def _list_possible(self, name: str) -> set[int]:
        """Returns to what a determination can come by Kleene's logic."""
        has_object = self._find_object(name)
        if has_object is False:
            return {OFF}
        effects = self._list_effects(name, self.truths)
        possible = {FAILS} if FAILS in effects else {PASSES, FAILS} if None in effects else {PASSES}
        if FAILS in possible and "not_yet" in self.plain["determinations"][name]["outcomes"]:
            later = self._list_effects(name, self.truths_later)
            possible |= set() if FAILS in later else {NOT_YET}
            if PASSES not in possible and not {FAILS, None} & {*later}:
                possible = {NOT_YET}
        return possible | ({OFF} if has_object is None else set())

    def _find_object(self, name: str) -> bool | None:
        alternatives = list_alternatives(self.plain["determinations"][name].get("requires", {}))
        found = [self._is_so(each) for each in alternatives] or [True]
        return True if True in found else None if None in found else False

    def _is_so(self, alternative: Plain) -> bool | None:
        parts: list[bool | None] = []
        for name, codes in alternative.items():
            possible, wanted = self._list_possible(name), {*list_wanted(self.plain, name, codes)}
            parts.append(True if possible <= wanted else None if possible & wanted else False)
        return False if False in parts else None if None in parts else True

    def cut(self, name: str) -> Outcomes:
        """Returns the final outcomes of a determination in every completion."""
        return self.form.worlds.finals[name][self.slice]

    def list_finals(self, name: str) -> list[int]:
        """Returns the final outcomes to which some completion comes."""
        return [int(each) for each in np.unique(self.cut(name))]

    def list_decisive_facts(self, name: str) -> tuple[str, ...]:
        """Returns the facts on which the final outcome depends: two of their values differ in some completion."""
        finals = self.cut(name)
        return tuple(
            fact for fact, axis in self.form.worlds.axes.items() if (finals != finals.take([0], axis=axis)).any()
        )

    def find_single(self, name: str, fact: str) -> dict[int, int]:
        """Returns the places of the values of a fact that alone settle a determination, each with its outcome."""
        finals = self.cut(name)
        found = {}
        for i, place in enumerate(self.possible[fact]):
            outcomes = np.unique(finals.take([i], axis=self.form.worlds.axes[fact]))
            if len(outcomes) == 1:
                found[place] = int(outcomes[0])
        return found

    def list_finals_with(self, name: str, fact: str, code: str) -> list[int]:
        """Returns the outcomes where an option of several is so."""
        places = [i for i, each in enumerate(self.possible[fact]) if code in self.form.samples[fact][each]]
        return [int(each) for each in np.unique(self.cut(name).take(places, axis=self.form.worlds.axes[fact]))]

    @cached_property
    def cleared(self) -> "Case":
        """The case once every waiting time is over that is known to run for some or all of the possible days."""
        possible = dict(self.possible)
        for fact, places in self.possible.items():
            each, values = self.plain["facts"][fact], self.form.samples[fact]
            runs = any(find_later(each, values[place]) != values[place] for place in places)
            if runs and not self.form.covers_all(fact, places):
                possible[fact] = (values.index(find_later(each, values[places[0]])),)
        return Case(self.form, possible)

    @cached_property
    def held_up(self) -> dict[str, tuple[str, ...]]:
        """The determinations that fail, but can pass once the waiting times are over that are known to run.

        Each has the facts on which it depends then, and what has no object as long as it fails.
        """
        if self.cleared.possible == self.possible:
            return {}
        return {
            name: self.cleared.list_relevant_to([name, *self._list_dependents(name)])
            for name in self.plain["determinations"]
            if FAILS in self._list_effects(name, self.truths)
            and self.rule(name)[0] != OFF
            and PASSES in self.cleared.list_finals(name)
        }

    def find_waiting(self) -> dict[str, tuple[str, ...]]:
        """Returns the determinations that only waiting times fail, each with what applies of the facts that it needs."""
        return {name: tuple(each for each in facts if self.applies(each)) for name, facts in self.held_up.items()}

    def _list_dependents(self, name: str) -> list[str]:
        """Returns the determinations that require it, in one step or several, and have no object."""
        found = [name]
        for other, each in self.plain["determinations"].items():
            required = {one for alternative in list_alternatives(each.get("requires", {})) for one in alternative}
            if required & {*found}:
                found.append(other)
        return [other for other in found[1:] if self.rule(other)[0] == OFF]

    def list_relevant_to(self, names: list[str]) -> tuple[str, ...]:
        """Returns the facts on which the final outcome of one of the determinations depends."""
        found = {fact for name in names for fact in self.list_decisive_facts(name)}
        return tuple(fact for fact in self.possible if fact in found)

    def list_relevant(self) -> tuple[str, ...]:
        """Returns the facts that can still change a final outcome, or can once the waiting times are over."""
        later = {fact for facts in self.held_up.values() for fact in facts}
        found = {*self.list_relevant_to(list(self.plain["determinations"])), *later}
        return tuple(fact for fact in self.possible if fact in found)
