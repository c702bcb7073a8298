"""The rules that find what would settle a determination that is open."""

from collections.abc import Iterable

from dialogs.rules.answers import Known
from dialogs.rules.compiled_rules import CompiledRules
from dialogs.rules.determinations import DeterminationRule
from dialogs.rules.domains import SeveralDomain
from dialogs.rules.outlook import Outlook, make_outlook
from dialogs.rules.remembered import Remembered
from dialogs.rules.settling import KnownValue, Settling
from dialogs.rules.standings import Standing

REMEMBERED = 5_000
"""How many lists of single answers are remembered."""

_CellOutcomes = tuple[tuple[int, int], ...]
"""Cells in order, each with its outcome."""


class SettlingRules:
    """Finds what would settle the open determinations of one trial."""

    def __init__(self, rules: CompiledRules) -> None:
        self._rules = rules
        self._single: Remembered[tuple[str, _CellOutcomes], tuple[tuple[KnownValue, Standing], ...]] = Remembered(
            self._list_single_answers, REMEMBERED
        )

    def find(self, determination: DeterminationRule, facts: Iterable[str], state: int) -> Settling:
        """Returns what would settle an open determination that still depends on `facts` in a state."""
        rules = self._rules
        view = make_outlook(rules.diagrams, determination.final, rules.list_possible_cells(state))
        needed, needed_if, by = [], [], {}
        for fact in rules.order_facts(facts):
            if not rules.applies(fact, state):
                needed_if.append(fact)
                continue
            needed.append(fact)
            single = self._list_decisive(fact, view)
            if single:
                by[fact] = single
        return Settling(tuple(needed), by, tuple(needed_if))

    def _list_decisive(self, fact: str, view: Outlook) -> tuple[tuple[KnownValue, Standing], ...]:
        domain = self._rules.places[fact].domain
        if not isinstance(domain, SeveralDomain):
            outcomes = view.decisive.get(self._rules.level[fact])
            return self._single[fact, outcomes] if outcomes else ()
        found = []
        for place, code in enumerate(domain.codes):
            so = [each for cell, each in view.decisive.get(self._rules.level[fact] + place, ()) if cell == 1]
            found += [(Known(code), Standing(each)) for each in so]
        return tuple(found)

    def _list_single_answers(self, key: tuple[str, _CellOutcomes]) -> tuple[tuple[KnownValue, Standing], ...]:
        fact, outcomes = key
        domain = self._rules.places[fact].domain
        assert not isinstance(domain, SeveralDomain), "of several options each is looked at by itself"
        answers = domain.list_answers(outcomes)
        return tuple([(answer, Standing(number)) for answer, number in answers])
