"""What lint looks at: a definition with compiled rules of lint's own."""

from collections.abc import Iterator
from dataclasses import dataclass

from dialogs.definition.document import KeyPath
from dialogs.definition.trial import Definition
from dialogs.rules.compiling import compile_condition
from dialogs.rules.conditions import CompiledCondition
from dialogs.rules.diagrams import NO, YES
from dialogs.rules.engine import Rules

LocatedDoubt = tuple[KeyPath, str]
"""What is probably not meant: the way to it, and the fault with its remedy."""


@dataclass(frozen=True)
class LintSubject:
    """A definition and its rules, compiled anew: lint's diagrams are not added to the trial's."""

    definition: Definition
    rules: Rules

    def iterate_conditions(self) -> Iterator[tuple[KeyPath, CompiledCondition]]:
        """Yields every condition of the definition, compiled."""
        for fact_id in self.definition.facts:
            applies_if = self.rules.places[fact_id].applies_if
            if applies_if is not None:
                yield ("facts", fact_id, "applies_if"), applies_if
        for rule in self.rules.criteria:
            yield ("criteria", rule.id, "met_when"), rule.condition
            for i, note in enumerate(self.definition.criteria[rule.id].notes):
                for key, written in (("when", note.when), ("unless", note.unless)):
                    if written is not None:
                        yield ("criteria", rule.id, "notes", i, key), compile_condition(written, self.rules.places)

    def can_differ(self, condition: int, but_not: int) -> bool:
        """Says whether there are answers with which the one diagram holds and the other does not."""
        return self.rules.diagrams.select(condition, self.rules.diagrams.select(but_not, NO, YES), NO) != NO
