"""Where the facts of a trial lie in the state: their cells side by side, then the orders of compared numbers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate, chain

from dialogs.definition import conditions as written
from dialogs.definition.facts import DaysBetweenFact, WashoutsFact
from dialogs.definition.trial import Definition
from dialogs.rules.answers import Known
from dialogs.rules.compiling import FactPlace, compile_condition
from dialogs.rules.domains import OVER, Domain, SeveralDomain, make_domain
from dialogs.rules.number_domain import NumberDomain
from dialogs.rules.ordering import ORDERS, Ordering
from dialogs.rules.written_parts import iterate_written_leaves

_OPTION_CELLS = 2
_Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Variable:
    """Cells of the state of which just one is so: those of a fact, of one option of several, or of an order."""

    fact: str
    offset: int
    size: int
    ordering: Ordering | None = None

    @property
    def full(self) -> int:
        """All of its cells."""
        return ((1 << self.size) - 1) << self.offset


def place_facts(definition: Definition) -> dict[str, FactPlace]:
    """Returns the place of each fact, in the order of the questions."""
    pairs, domains = _make_domains(definition)
    sizes = [domain.size for domain in domains.values()]
    offsets = dict(zip(domains, accumulate(sizes, initial=0), strict=False))
    orderings = _order_pairs(pairs, domains, offsets, sum(sizes))
    places: dict[str, FactPlace] = {}
    for fact_id, fact in definition.facts.items():
        full = ((1 << domains[fact_id].size) - 1) << offsets[fact_id]
        applies_if = None if fact.applies_if is None else compile_condition(fact.applies_if, places)
        ordering = orderings.get(fact_id)
        places[fact_id] = FactPlace(domains[fact_id], offsets[fact_id], full, ~full, applies_if, ordering)
    return places


def list_variables(places: Mapping[str, FactPlace]) -> tuple[Variable, ...]:
    """Returns the variables of the state: those of the facts in the order of the questions, then the orders."""
    found: list[Variable] = []
    for fact, place in places.items():
        size = _OPTION_CELLS if isinstance(place.domain, SeveralDomain) else place.domain.size
        starts = range(place.offset, place.offset + place.domain.size, size)
        found += [Variable(fact, start, size) for start in starts]
    for ordering in list_orderings(places):
        starts = range(ordering.start, ordering.start + ORDERS * ordering.domain.size, ORDERS)
        found += [Variable(ordering.facts[1], start, ORDERS, ordering) for start in starts]
    return tuple(found)


def list_orderings(places: Mapping[str, FactPlace]) -> list[Ordering]:
    """Returns the orders of numbers that are compared, each once."""
    return list(dict.fromkeys(place.ordering for place in places.values() if place.ordering is not None))


def iterate_conditions(definition: Definition) -> Iterator[written.Condition]:
    """Yields every condition of a definition: those of facts, criteria, notes, and what must be consistent."""
    for fact in definition.facts.values():
        if fact.applies_if is not None:
            yield fact.applies_if
    for criterion in definition.criteria.values():
        yield criterion.met_when
        for note in criterion.notes:
            yield from (each for each in (note.when, note.unless) if each is not None)
    for contradiction in definition.consistent:
        yield contradiction.never


def find_other_fact(leaf: written.FactIs) -> str | None:
    """Returns the fact with whose number a leaf with plain limits compares; None where it compares with none."""
    if not isinstance(leaf.wanted, written.Comparison):
        return None
    others = [limit.fact for _, limit in leaf.wanted.list_written() if isinstance(limit, written.OtherFact)]
    return others[0] if others else None


def _make_domains(definition: Definition) -> tuple[list[_Pair], dict[str, Domain]]:
    """Returns the pairs of facts whose numbers are compared, and the domains of all facts."""
    order = list(definition.facts)
    wanted: dict[str, list[object]] = {fact: [] for fact in order}
    pairs: dict[_Pair, None] = {}
    for leaf in chain.from_iterable(map(iterate_written_leaves, iterate_conditions(definition))):
        other = find_other_fact(leaf)
        if other is None:
            wanted[leaf.fact].append(leaf.wanted)
        else:
            first, second = sorted((leaf.fact, other), key=order.index)
            pairs[first, second] = None
    for first, second in pairs:
        wanted[first] = wanted[second] = [*wanted[first], *wanted[second]]
    return list(pairs), {fact_id: make_domain(fact, wanted[fact_id]) for fact_id, fact in definition.facts.items()}


def _order_pairs(
    pairs: list[_Pair], domains: Mapping[str, Domain], offsets: Mapping[str, int], start: int
) -> dict[str, Ordering]:
    """Returns the order of each two numbers that are compared, under both facts; they lie from `start` on."""
    found: dict[str, Ordering] = {}
    for first, second in pairs:
        domain = domains[first]
        assert isinstance(domain, NumberDomain), "the loader refuses to compare anything but numbers"
        found[first] = found[second] = Ordering((first, second), (offsets[first], offsets[second]), domain, start)
        start += found[first].size
    return found


def find_windows(definition: Definition, places: dict[str, FactPlace]) -> dict[str, int]:
    """Returns the facts that count waiting times, each with its first cell at which they are over."""
    found = {}
    for fact_id, fact in definition.facts.items():
        place = places[fact_id]
        if isinstance(fact, DaysBetweenFact) and fact.clear_from is not None:
            found[fact_id] = place.domain.make_mask(Known(fact.clear_from)) << place.offset
        elif isinstance(fact, WashoutsFact):
            found[fact_id] = OVER << place.offset
    return found
