"""The rules of one trial, compiled: criteria, determinations, contradictions, and how they stand in a state."""

from dialogs.definition.trial import Definition
from dialogs.rules.compiling import compile_condition
from dialogs.rules.criteria import CriterionRule, Effect, Status
from dialogs.rules.determinations import DeterminationRule
from dialogs.rules.layout import Layout
from dialogs.rules.standings import Ruling, Standing, find_standing
from dialogs.rules.truth import Truth


class CompiledRules(Layout):
    """The compiled criteria, determinations and contradictions of one trial definition."""

    def __init__(self, definition: Definition) -> None:
        super().__init__(definition)
        self.criteria = tuple(
            CriterionRule(criterion_id, criterion.kind, compile_condition(criterion.met_when, self.places), self)
            for criterion_id, criterion in definition.criteria.items()
        )
        self.determinations: dict[str, DeterminationRule] = {}
        self._compile_determinations(definition)
        self._tables = tuple((rule.mask, rule.table) for rule in self.criteria)
        self.contradictions = [compile_condition(each.never, self.places) for each in definition.consistent]

    def find_statuses(self, state: int) -> tuple[Status, ...]:
        """Returns the status of every criterion, in the order of the definition."""
        return tuple([table[state & mask] for mask, table in self._tables])

    def find_rulings(self, statuses: tuple[Status, ...]) -> dict[str, Ruling]:
        """Returns how every determination stands, in the order of the definition."""
        rulings: dict[str, Ruling] = {}
        for determination_id, determination in self.determinations.items():
            rulings[determination_id] = determination.rule(statuses, rulings)
        return rulings

    def find_contradictions(self, state: int) -> tuple[int, ...]:
        """Returns the places of those contradictions of the definition that hold beyond doubt."""
        found = (place for place, each in enumerate(self.contradictions) if each.evaluate(state) is Truth.YES)
        return tuple(found)

    def clear_windows(self, state: int) -> int:
        """Returns the state with each waiting window over that runs for some or all of the possible days."""
        for fact, clear in self.windows.items():
            place = self.places[fact]
            possible = state & place.full
            if possible != place.full and possible & -possible < clear:
                state = state & place.others | clear
        return state

    def fails_in(self, determination: str, state: int) -> bool:
        """Says whether a determination fails, or waits, or one of its criteria fails while it is open."""
        statuses = self.find_statuses(state)
        return self.fails_now(determination, self.find_rulings(statuses)[determination], statuses)

    def fails_now(self, determination: str, ruling: Ruling, statuses: tuple[Status, ...]) -> bool:
        """Says so of a determination whose ruling is known."""
        if ruling.standing is not Standing.OPEN:
            return ruling.standing is Standing.FAILS or ruling.standing is Standing.NOT_YET
        return any(statuses[index].effect is Effect.FAILS for index in self.determinations[determination].criteria)

    def list_dependents(self, determination: str) -> list[str]:
        """Returns the determinations that require one, by themselves or through another."""
        found = [determination]
        for each, rule in self.determinations.items():
            if any(required.id in found for required in rule.list_required()):
                found.append(each)
        return found[1:]

    def list_deciding(self, needed: set[str], state: int) -> set[str]:
        """Returns what to ask where none of the needed facts applies yet: what decides whether they do."""
        if any(self.applies(each, state) for each in needed):
            return set()
        return {each for each in self.add_applicability_facts(needed) if not self.has_one_cell(each, state)}

    def _compile_determinations(self, definition: Definition) -> None:
        of = [criterion.determinations for criterion in definition.criteria.values()]
        for determination_id, determination in definition.determinations.items():
            criteria = [(index, self.criteria[index]) for index, each in enumerate(of) if determination_id in each]
            requires = [
                tuple(
                    (
                        self.determinations[required],
                        frozenset(find_standing(definition, required, code) for code in codes),
                    )
                    for required, codes in alternative.items()
                )
                for alternative in determination.alternatives
            ]
            tells_waiting = determination.outcomes.not_yet is not None
            rule = DeterminationRule(determination_id, criteria, requires, self.diagrams, tells_waiting=tells_waiting)
            self.determinations[determination_id] = rule
