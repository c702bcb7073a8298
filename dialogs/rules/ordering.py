"""Two numbers that are compared with each other, as parts of the state.

Their cells are cut at the same places. So the cells alone tell which number is greater, unless both are in the same
one. For each cell that they share, three bits of the state say which orders are possible within it.
"""

from dataclasses import dataclass
from itertools import pairwise

from dialogs.rules.answers import Answer, Interval, Known
from dialogs.rules.number_domain import Cut, NumberDomain, make_cut_after, make_cut_before

LESS, EQUAL, GREATER = 1, 2, 4
"""The orders of the first number and the second, one bit each."""
ORDERS = 3
"""How many they are."""

_Span = tuple[Cut, Cut]


@dataclass(frozen=True, eq=False)
class Ordering:
    """The facts `facts`, whose cells lie at `offsets` and are as in `domain`, and the bits that tell their order.

    The orders within shared cell k lie at `start` + 3 k. Behind them are two bits: whether each number is still open,
    even within its cell.
    """

    facts: tuple[str, str]
    offsets: tuple[int, int]
    domain: NumberDomain
    start: int

    @property
    def size(self) -> int:
        """The number of bits behind `start`."""
        return ORDERS * self.domain.size + len(self.facts)

    @property
    def full(self) -> int:
        """All of those bits."""
        return ((1 << self.size) - 1) << self.start

    def find_start(self, cell: int) -> int:
        """Returns where the orders within a shared cell lie."""
        return self.start + ORDERS * cell

    def find_orders(self, state: int) -> int:
        """Returns the orders that are possible in a state."""
        ones = (1 << self.domain.size) - 1
        first, second = ((state >> offset) & ones for offset in self.offsets)
        found = 0
        if first & -first < _find_highest(second):
            found |= LESS
        if _find_highest(first) > second & -second:
            found |= GREATER
        shared = first & second
        for cell in range(shared.bit_length()):
            if shared >> cell & 1:
                found |= state >> self.find_start(cell) & (LESS | EQUAL | GREATER)
        return found

    def list_open(self, state: int) -> tuple[str, ...]:
        """Returns those of the facts whose number is not exactly known."""
        flags = state >> self.find_start(self.domain.size)
        return tuple([fact for place, fact in enumerate(self.facts) if flags >> place & 1])

    def replace_answer(self, state: int, fact: str, answer: Answer | None) -> int:
        """Returns the state with the orders for another answer to one of the facts.

        Of the other number only the cells are known. So more orders may be possible than with both answers at hand.
        """
        given = (answer, None) if fact == self.facts[0] else (None, answer)
        other = 1 << self.facts.index(fact) ^ 0b11
        settled = (other << self.find_start(self.domain.size)) & ~state
        return state & ~self.full | self.make_mask(given) & ~settled

    def make_mask(self, answers: tuple[Answer | None, Answer | None]) -> int:
        """Returns the bits for an answer to each of the facts."""
        spans = [_find_span(self.domain, answer) for answer in answers]
        mask = 0
        ends = ((self.domain.low, 0), *self.domain.cuts, (self.domain.high, 1))
        for cell, (low, high) in enumerate(pairwise(ends)):
            within = [(max(span[0], _normalise(self.domain, low)), min(span[1], high)) for span in spans]
            mask |= self._find_orders_within(within) << (ORDERS * cell)
        flags = [_holds_several(self.domain, span) for span in spans]
        return (
            mask | sum(flag << place for place, flag in enumerate(flags)) << (ORDERS * self.domain.size)
        ) << self.start

    def _find_orders_within(self, spans: list[_Span]) -> int:
        """Returns the orders of two numbers, each within a span of the same cell; all where one span is empty."""
        (low, high), (other_low, other_high) = spans
        if low >= high or other_low >= other_high:
            return LESS | EQUAL | GREATER
        step = 1 if self.domain.whole else 0
        found = EQUAL if max(low, other_low) < min(high, other_high) else 0
        found |= LESS if low[0] + step < other_high[0] else 0
        return found | (GREATER if high[0] > other_low[0] + step else 0)


def _holds_several(domain: NumberDomain, span: _Span) -> bool:
    """Says whether more than one number lies in a span."""
    (low, _), (high, _) = span
    return low + (1 if domain.whole else 0) < high


def _find_span(domain: NumberDomain, answer: Answer | None) -> _Span:
    """Returns between which cuts an answer lies; the whole range where it is missing."""
    low, high = _normalise(domain, (domain.low, 0)), (domain.high, 1)
    if isinstance(answer, Known):
        return make_cut_before(answer.value, whole=domain.whole), make_cut_after(answer.value, whole=domain.whole)  # type: ignore[arg-type]  # a number
    if not isinstance(answer, Interval):
        return low, high
    if answer.above is not None:
        low = make_cut_after(answer.above, whole=domain.whole)
    elif answer.min is not None:
        low = make_cut_before(answer.min, whole=domain.whole)
    if answer.below is not None:
        high = make_cut_before(answer.below, whole=domain.whole)
    elif answer.max is not None:
        high = make_cut_after(answer.max, whole=domain.whole)
    return low, high


def _normalise(domain: NumberDomain, cut: Cut) -> Cut:
    return make_cut_before(cut[0], whole=domain.whole) if cut[1] == 0 else cut


def _find_highest(cells: int) -> int:
    return 1 << (cells.bit_length() - 1) if cells else 0
