"""A walk through the dialogues of two definitions at once, which finds the shortest way to each difference."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from dialogs.definition.facts import OptionFact, SeveralFact, WashoutsFact, list_option_codes
from dialogs.rules.answers import UNKNOWN, Answer, Answers, Known
from dialogs.rules.number_domain import NumberDomain
from dialogs.testing.changes.last_doses import list_last_doses
from dialogs.testing.changes.likeness import Likeness
from dialogs.testing.changes.selections import list_selections
from dialogs.testing.changes.side import Side, Sight, Stand, admits

MOST_STEPS = 20_000
"""After how many steps a walk ends: a few seconds."""


@dataclass(frozen=True)
class Difference:
    """Something that the two sides say differently.

    `subject` is a determination's or a criterion's id; empty for what comes next.
    """

    what: str
    subject: str
    old: str
    new: str


@dataclass
class WalkResult:
    """What a walk found: the fewest answers that lead to each difference.

    `is_whole` says that no dialogue was left out.
    """

    differences: dict[Difference, Answers] = field(default_factory=dict)
    is_whole: bool = True

    def join(self, other: "WalkResult") -> "WalkResult":
        """Returns what both found, by the shorter way; whole where this one is."""
        found = dict(self.differences)
        for difference, answers in other.differences.items():
            if difference not in found or len(answers) < len(found[difference]):
                found[difference] = answers
        return WalkResult(found, self.is_whole)


def walk_both(old: Side, new: Side, most: int = MOST_STEPS) -> WalkResult:
    """Walks through all dialogues; where they are too many, at least through those in which every answer is known."""
    found = _Walk(old, new, most).walk(with_unknown=True)
    return found if found.is_whole else found.join(_Walk(old, new, most).walk(with_unknown=False))


class _Walk:
    """One walk, breadth first."""

    def __init__(self, old: Side, new: Side, most: int) -> None:
        self.old, self.new, self.most = old, new, most
        self.likeness = Likeness(old, new)
        self.found = WalkResult()
        self.seen: set[object] = set()

    def walk(self, *, with_unknown: bool) -> WalkResult:
        waiting: deque[tuple[Answers, bool]] = deque([({}, False)])
        while waiting and self.found.is_whole:
            answers, has_parted = waiting.popleft()
            before, after = self._stand_at(answers)
            if not self._is_new((self.old.project(before), self.new.project(after), has_parted)):
                continue
            parts = self._look(answers, before, after, has_parted=has_parted)
            fact = None if self.likeness.goes_on_alike(before, after) else self._choose_next(before, after)
            if fact is not None:
                given = [*list_samples(self.old, self.new, fact), *([UNKNOWN] if with_unknown else [])]
                waiting.extend(({**answers, fact: answer}, parts) for answer in given)
        return self.found

    def _stand_at(self, answers: Answers) -> tuple[Stand, Stand]:
        if self.likeness.has_one_structure:
            return self.old.stand_at(answers), self.new.stand_at(answers)
        return self.old.stand_at(self.old.admit_answers(answers)), self.new.stand_at(self.new.admit_answers(answers))

    def _is_new(self, place: object) -> bool:
        if place in self.seen:
            return False
        self.seen.add(place)
        self.found.is_whole = len(self.seen) <= self.most
        return self.found.is_whole

    def _look(self, answers: Answers, before: Stand, after: Stand, *, has_parted: bool) -> bool:
        """Notes what differs, and returns whether the dialogues part here."""
        earlier, later = self.old.see(before), self.new.see(after)
        for each in _find_differences(earlier, later, has_parted=has_parted):
            self.found.differences.setdefault(each, answers)
        return earlier.next != later.next

    def _choose_next(self, before: Stand, after: Stand) -> str | None:
        """Returns the fact to ask next: first one that only the old side knows, then the one that the new side asks.

        So the two sides come together again.
        """
        earlier, later = self.old.asks(before), self.new.asks(after)
        if earlier is not None and earlier not in self.new.trial.facts:
            return earlier
        if later is not None:
            return later
        return None if earlier is None or earlier in after.answers else earlier


def list_samples(old: Side, new: Side, fact: str) -> list[Answer]:
    """Returns an answer of each sort that some condition of either side tells apart."""
    trials = [side.trial for side in (old, new) if fact in side.trial.facts]
    domains = [trial.rules.places[fact].domain for trial in trials]
    numbers = [domain for domain in domains if isinstance(domain, NumberDomain)]
    values: dict[object, Answer] = {
        number: Known(number) for number in (_join_domains(numbers).list_samples() if numbers else [])
    }
    for trial in trials:
        own = trial.facts[fact]
        if isinstance(own, OptionFact):
            values |= {code: Known(code) for code in list_option_codes(own)}
        elif isinstance(own, SeveralFact | WashoutsFact):
            own_answers = list_selections(own) if isinstance(own, SeveralFact) else list_last_doses(own)
            values |= {each: each for each in own_answers}
    return [answer for answer in values.values() if any(admits(trial.facts[fact], answer) for trial in trials)]


def _join_domains(domains: list[NumberDomain]) -> NumberDomain:
    """Returns one domain with the cells of all; where one has a narrower range, its ends divide cells too."""
    low, high = min(each.low for each in domains), max(each.high for each in domains)
    ends = {cut for each in domains for cut in ((each.low, 0), (each.high, 1))}
    cuts = {cut for each in domains for cut in each.cuts} | {cut for cut in ends if (low, 0) < cut < (high, 1)}
    return NumberDomain(low, high, all(each.whole for each in domains), tuple(sorted(cuts)))


def _find_differences(before: Sight, after: Sight, *, has_parted: bool) -> Iterator[Difference]:
    """Yields what differs. Where dialogues part, only the parting counts, not all that follows from it."""
    yield from _find_differing("verdict", before.determinations, after.determinations)
    yield from _find_differing("criterion", before.criteria, after.criteria)
    if before.next != after.next and not has_parted:
        yield Difference("dialogue", "", before.next, after.next)


def _find_differing(what: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Difference]:
    """Yields what differs of that which both sides have."""
    for subject, code in before.items():
        if subject in after and after[subject] != code:
            yield Difference(what, subject, code, after[subject])
