"""Checks of what must be consistent: that it takes the answers to two questions to contradict each other."""

from collections.abc import Iterator

from dialogs.loading.limit_checks import LocatedFault
from dialogs.rules.engine import Rules
from dialogs.rules.truth import Truth


def check_contradictions(rules: Rules) -> Iterator[LocatedFault]:
    """Yields contradictions that one answer alone would make: it could never be recorded."""
    for place, condition in enumerate(rules.contradictions):
        facts = rules.list_facts(condition)
        alone = [fact for fact in facts if _holds_alone(rules, place, fact)]
        if len(facts) == 1 or alone:
            name = (alone or facts)[0]
            message = f"an answer to '{name}' alone makes this hold, so it could never be recorded"
            yield ("consistent", place, "never"), f"{message}: name the other answer that it does not go with"


def _holds_alone(rules: Rules, place: int, fact: str) -> bool:
    condition, own = rules.contradictions[place], rules.places[fact]
    cells = (1 << own.offset + cell for cell in range(own.domain.size))
    applicable = rules.unanswered & own.others
    return any(condition.evaluate(applicable | cell) is Truth.YES for cell in cells)
