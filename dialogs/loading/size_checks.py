"""Checks of how much there is to decide: a definition that is too large is refused before work is done on it."""

from collections.abc import Iterator

from dialogs.definition.conditions import Condition
from dialogs.definition.document import KeyPath
from dialogs.definition.facts import SeveralFact
from dialogs.definition.trial import Definition
from dialogs.loading.limit_checks import LocatedFault
from dialogs.rules.written_parts import iterate_written_leaves

MOST_FACTS = 200
"""Facts of a trial, and options of which several may be so. Diagrams are as deep, and are walked by recursion."""

MOST_COMPARISONS = 5_000
"""Comparisons that one condition comes to, with those on which its facts depend, and so on: each turn looks at all."""


def check_size(definition: Definition) -> Iterator[LocatedFault]:
    """Yields what makes a definition too large; its conditions name facts that are there, and stand in order."""
    count = sum(len(each.options) if isinstance(each, SeveralFact) else 1 for each in definition.facts.values())
    if count > MOST_FACTS:
        yield ("facts",), _TOO_MANY.format(count=count, most=MOST_FACTS)
        return
    of_fact: dict[str, int] = {}
    for fact_id, fact in definition.facts.items():
        gate = 0 if fact.applies_if is None else _count(fact.applies_if, of_fact)
        of_fact[fact_id] = 1 + gate
        if gate > MOST_COMPARISONS:
            yield ("facts", fact_id, "applies_if"), _TOO_LONG.format(most=MOST_COMPARISONS)
            return
    for criterion_id, criterion in definition.criteria.items():
        at: KeyPath = ("criteria", criterion_id)
        if _count(criterion.met_when, of_fact) > MOST_COMPARISONS:
            yield (*at, "met_when"), _TOO_LONG.format(most=MOST_COMPARISONS)


def _count(condition: Condition, of_fact: dict[str, int]) -> int:
    return sum(of_fact[leaf.fact] for leaf in iterate_written_leaves(condition))


_TOO_MANY = (
    "{count} facts, and options of which several may be so, are more than the {most} that can be decided together:"
    " make two trials of it"
)
_TOO_LONG = (
    "with all on which its facts depend this comes to more than {most:,} comparisons: let fewer facts depend on others,"
    " or name in 'applies_if' only what decides"
)
