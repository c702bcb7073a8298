"""What a generated definition says where only some values of its facts are possible: by every completion."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from plain_kleene import YES, Kleene
from plain_rulings import Rulings
from plain_words import FAILS, OFF, PASSES, find_later, list_alternatives
from plain_worlds import Outcomes

if TYPE_CHECKING:
    from plain_format import Format

Places = dict[str, tuple[int, ...]]
"""For each fact the places of its possible values."""


class Case:
    """What a definition says where only some values of its facts are possible."""

    def __init__(self, form: "Format", possible: Places) -> None:
        self.form = form
        self.plain = form.plain
        self.possible = possible
        self.slice = np.ix_(*possible.values())

    def _list_values(self) -> dict[str, list[Any]]:
        return {fact: [self.form.samples[fact][each] for each in places] for fact, places in self.possible.items()}

    @cached_property
    def kleene(self) -> Kleene:
        """Kleene's logic over the possible values."""
        return Kleene(self.plain, self._list_values())

    @cached_property
    def rulings(self) -> Rulings:
        """What Kleene's logic makes of the criteria and the determinations."""
        facts = self.plain["facts"]
        later = {
            fact: [find_later(facts[fact], each) for each in values] for fact, values in self._list_values().items()
        }
        return Rulings(self.plain, self.kleene, Kleene(self.plain, later))

    def applies(self, fact: str) -> bool:
        """Says whether the fact applies beyond doubt."""
        return self.kleene.applies(fact) == YES

    def cut(self, name: str) -> Outcomes:
        """Returns the final outcomes of a determination in every completion."""
        return self.form.worlds.finals[name][self.slice]

    def list_finals(self, name: str) -> list[int]:
        """Returns the final outcomes to which some completion comes."""
        return [int(each) for each in np.unique(self.cut(name))]

    def list_decisive_facts(self, name: str) -> tuple[str, ...]:
        """Returns the facts on which the final outcome depends: two of their values differ in some completion."""
        return self._list_axes(self.cut(name))

    def list_open_facts(self, criterion: str) -> tuple[str, ...]:
        """Returns the facts on which the truth of a criterion depends."""
        return self._list_axes(self.form.worlds.truths[criterion][self.slice])

    def _list_axes(self, table: Outcomes) -> tuple[str, ...]:
        axes = self.form.worlds.axes
        return tuple(fact for fact, axis in axes.items() if (table != table.take([0], axis=axis)).any())

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
            if FAILS in self.rulings.list_effects(name)
            and self.rulings.rule(name)[0] != OFF
            and PASSES in self.cleared.list_finals(name)
        }

    def find_waiting(self) -> dict[str, tuple[str, ...]]:
        """Returns the determinations that only waiting times fail, each with the facts it needs that apply."""
        return {name: tuple(each for each in facts if self.applies(each)) for name, facts in self.held_up.items()}

    def _list_dependents(self, name: str) -> list[str]:
        """Returns the determinations that require it, in one step or several, and have no object."""
        found = [name]
        for other, each in self.plain["determinations"].items():
            required = {one for alternative in list_alternatives(each.get("requires", {})) for one in alternative}
            if required & {*found}:
                found.append(other)
        return [other for other in found[1:] if self.rulings.rule(other)[0] == OFF]

    def list_relevant_to(self, names: list[str]) -> tuple[str, ...]:
        """Returns the facts on which the final outcome of one of the determinations depends."""
        found = {fact for name in names for fact in self.list_decisive_facts(name)}
        return tuple(fact for fact in self.possible if fact in found)

    def list_relevant(self) -> tuple[str, ...]:
        """Returns the facts that can still change a final outcome, or can once the waiting times are over."""
        later = {fact for facts in self.held_up.values() for fact in facts}
        found = {*self.list_relevant_to(list(self.plain["determinations"])), *later}
        return tuple(fact for fact in self.possible if fact in found)
