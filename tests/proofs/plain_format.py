"""What a generated definition says of some answers: by Kleene's logic of its conditions, and by every completion."""

from math import prod
from typing import Any

from generated_definitions import PARTS
from generated_facts import NUMBERS, OTHERS
from plain_case import Case
from plain_worlds import Worlds
from possible_values import find_possible
from sampled_values import Plain, compare, list_atoms, list_samples

from dialogs.rules.answers import Answer, Interval, Known

WORDS = {
    *("all", "any", "not", "count", "if", "at_least", "above", "at_most", "below", "any_of", "none_of", "all_of"),
    *("applies_if", "clear_from", "valid_for", "requires", "off", "not_yet", "never", "take"),
}

_KINDS = {"inclusion", "exclusion", *OTHERS, *NUMBERS} - {"window", "decimals"}
EVERY_WORD = {f"kind {kind}" for kind in _KINDS} | WORDS | {"decimals", "determination list", "limit by a fact"}
"""What `list_words` can find; some generated definition uses each."""


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

    def is_dated(self) -> bool:
        """Says whether a result counts for some days only."""
        return any("dated_by" in fact for fact in self.plain["facts"].values())

    def list_words(self) -> set[str]:
        """Returns the kinds of the facts and the words of the format that the definition uses."""
        found: set[str] = set()

        def visit(plain: Any) -> None:
            if isinstance(plain, dict):
                found.update({*plain} & WORDS, {f"kind {plain['kind']}"} if "kind" in plain else ())
                found.update({"limit by a fact"} if [*plain] == ["fact"] else ())
                found.update({"decimals"} if plain.get("decimals") else ())
                found.update({f"{key} list" for key in ("determination",) if isinstance(plain.get(key), list)})
                for each in plain.values():
                    visit(each)
            elif isinstance(plain, list):
                for each in plain:
                    visit(each)

        for part in PARTS:
            visit(self.plain.get(part))
        return found

    def list_used_facts(self) -> set[str]:
        """Returns the facts on which the truth of a criterion depends."""
        return {
            fact
            for fact, axis in self.worlds.axes.items()
            for truths in self.worlds.truths.values()
            if (truths != truths.take([0], axis=axis)).any()
        }

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

    def look_at(self, answers: dict[str, Answer]) -> Case:
        """Returns what the definition says of answers; those that do not count, or no longer, are left out."""
        dated = self.list_uncounted(answers)
        dropped = {*dated, *dated.values()}
        counting = {fact: answer for fact, answer in answers.items() if fact not in dropped}
        return Case(self, {fact: self.find_places(fact, counting.get(fact)) for fact in self.samples})

    def list_uncounted(self, answers: dict[str, Answer]) -> dict[str, str]:
        """Returns the facts with an answer that does not count, or no longer, each with the fact that dates it."""
        return {
            fact: each["dated_by"]
            for fact, each in self.plain["facts"].items()
            if "dated_by" in each
            and fact in answers
            and not self._is_recent(each["dated_by"], answers.get(each["dated_by"]), each["valid_for"])
        }

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
