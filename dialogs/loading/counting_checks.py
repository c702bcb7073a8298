"""Checks of results that count only for some days: another fact counts them, and is asked of everybody."""

from collections.abc import Iterator

from dialogs.definition.document import KeyPath
from dialogs.definition.facts import DaysBetweenFact, Fact
from dialogs.definition.trial import Definition
from dialogs.loading.limit_checks import LocatedFault, offer_one_of
from dialogs.rules.placing import find_other_fact
from dialogs.rules.written_parts import iterate_written_leaves


def check_valid_for(definition: Definition, fact: Fact, at: KeyPath) -> Iterator[LocatedFault]:
    """Yields what is wrong with how long a result counts."""
    if (fact.valid_for is None) is not (fact.dated_by is None):
        yield (*at, "valid_for"), "valid_for and dated_by go together: write both, or none of them"
    if fact.dated_by is None:
        return
    counting = definition.facts.get(fact.dated_by)
    if not isinstance(counting, DaysBetweenFact):
        named = [name for name, each in definition.facts.items() if isinstance(each, DaysBetweenFact)]
        yield (*at, "dated_by"), f"'{fact.dated_by}' counts no days between two events: {offer_one_of(named)}"
    elif counting.applies_if is not None or counting.dated_by is not None:
        yield (*at, "dated_by"), f"'{fact.dated_by}' is not asked of everybody: leave its applies_if and dated_by out"
    elif fact.dated_by in _find_deciding(definition, fact):
        remedy = "a result that is too old would take itself back, so leave that fact out of applies_if"
        yield (*at, "applies_if"), f"'{fact.dated_by}' decides whether this fact applies, and dates it: {remedy}"


def _find_deciding(definition: Definition, fact: Fact) -> set[str]:
    """Returns the facts that decide whether a fact applies, those that decide whether they apply, and so on."""
    found: set[str] = set()
    left = [fact]
    while left:
        condition = left.pop().applies_if
        leaves = [] if condition is None else list(iterate_written_leaves(condition))
        named = {leaf.fact for leaf in leaves} | {other for leaf in leaves if (other := find_other_fact(leaf))}
        left += [each for name, each in definition.facts.items() if name in named - found]
        found |= named
    return found
