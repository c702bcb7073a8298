"""Walks through a trial's questions: the answers that one can come to have, and how.

Decisions only; nothing is said or shown.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from dialogs.conversation.next_question import ASK, REVIEW, SETTLE, QuestionOrder
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.answers import UNKNOWN, Answer
from dialogs.rules.diagrams import NO, YES, Diagrams

AnswerPlan = Mapping[str, Answer]
"""What is to be answered to some facts; to all others "unknown"."""


@dataclass(frozen=True, slots=True)
class Move:
    """One step of a walk: an answer to the open question, or a changed one; without a fact, "list every reason"."""

    fact: str = ""
    answer: Answer = UNKNOWN
    changed: bool = False


@dataclass(frozen=True)
class Walk:
    """Where a walk leads: its answers and moves, whether every reason is listed, and the trigger of what comes next.

    `drops` says that the last step took away answers to facts that then no longer applied.
    """

    answers: AnswerPlan
    listing: bool
    moves: tuple[Move, ...]
    ahead: str
    drops: bool = False

    @cached_property
    def length(self) -> tuple[int, int]:
        """How long it is to read: one without changes is plainer."""
        return sum(move.changed for move in self.moves), len(self.moves)

    @property
    def asked(self) -> str | None:
        """The fact that is asked next; None at an end."""
        return self.ahead.removeprefix(ASK) if self.ahead.startswith(ASK) else None

    @property
    def is_settled(self) -> bool:
        """Whether it leads to the offer to stop here."""
        return self.ahead == SETTLE

    @property
    def is_at_review(self) -> bool:
        """Whether it leads to the review."""
        return self.ahead == REVIEW


class Walks:
    """The walks through one trial's questions."""

    def __init__(self, trial: Trial, question_order: QuestionOrder) -> None:
        self.trial = trial
        self.question_order = question_order

    def begin(self) -> Walk:
        """Returns the walk that has only begun."""
        return self._make_walk({}, (), listing=False)

    def answer(self, walk: Walk, answer: Answer) -> Walk:
        """Returns the walk with an answer to the question that it leads to."""
        assert walk.asked is not None
        return self._take(walk, Move(walk.asked, answer))

    def change(self, walk: Walk, fact: str, answer: Answer) -> Walk:
        """Returns the walk with another answer to a fact that was answered."""
        return self._take(walk, Move(fact, answer, changed=True))

    def list_reasons(self, walk: Walk) -> Walk:
        """Returns the walk on which every reason is to be listed."""
        return self._make_walk(walk.answers, (*walk.moves, Move()), listing=True)

    def follow_plan(self, plan: AnswerPlan) -> Iterator[Walk]:
        """Yields the walks on which a plan answers all that is asked, up to an early end and to the review."""
        walk = self.begin()
        while not walk.is_at_review:
            if walk.asked is None:
                yield walk
                walk = self.list_reasons(walk)
            else:
                walk = self.answer(walk, plan.get(walk.asked, UNKNOWN))
        yield walk

    def make_key(self, walk: Walk) -> tuple[object, ...]:
        """Returns all that matters of where a walk stands: two walks with the same key can go on in the same ways."""
        return walk.listing, walk.ahead, frozenset(walk.answers), self.trial.rules.encode_state(walk.answers)

    def _take(self, walk: Walk, move: Move) -> Walk:
        """Takes a step; an answer that contradicts others is asked back, so none is given: "unknown" stands for it."""
        if self.question_order.find_contradictions({**walk.answers, move.fact: move.answer}, move.fact):
            move = replace(move, answer=UNKNOWN)
        answers, dropped = self.question_order.apply_answer(walk.answers, move.fact, move.answer)
        return self._make_walk(answers, (*walk.moves, move), listing=walk.listing, drops=bool(dropped))

    def _make_walk(self, answers: AnswerPlan, moves: tuple[Move, ...], *, listing: bool, drops: bool = False) -> Walk:
        assessed = self.question_order.assess(answers)
        still = listing and self.question_order.has_failed(assessed)
        ahead = self.question_order.choose_next(assessed, is_listing=still)
        return Walk(answers, still, moves, ahead, drops)


def find_paths(diagrams: Diagrams, root: int, most: int) -> list[dict[int, int]]:
    """Returns ways to YES through a diagram, the shortest first: for each, the cells by the levels of their facts."""
    found: list[dict[int, int]] = []
    open_ends: list[tuple[int, dict[int, int]]] = [(root, {})]
    while open_ends and len(found) < most:
        diagram, way = open_ends.pop()
        if diagram == YES:
            found.append(way)
        elif diagram != NO:
            level, children = diagrams.nodes[diagram]
            open_ends += [(child, way | {level: cell}) for cell, child in reversed(list(enumerate(children)))]
    return sorted(found, key=len)
