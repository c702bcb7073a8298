"""The verdict of a screening: every determination, every criterion with its reasons, and what a result always carries.

Values only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dialogs.rules.answers import Answer, Answers, Interval, Known
from dialogs.rules.criteria import Effect
from dialogs.rules.settling import Settling
from dialogs.rules.standings import Standing
from dialogs.rules.truth import Truth
from dialogs.verdict.missing_answers import MissingAnswer


@dataclass(frozen=True)
class Waiting:
    """What a determination waits for that fails only because a waiting window is not over.

    `fact` counts the days of the window. `days` is how long its end must still be put off, `day` the first clear day
    where that is known.
    `needed` are the applicable facts that can change the determination once the window is over, in question order.
    """

    fact: str
    days: int
    day: date | None
    needed: tuple[MissingAnswer, ...]


@dataclass(frozen=True)
class Decision:
    """One determination: its outcome's code, and what to say.

    It is provisional as in `Ruling`; `waiting` says that it fails for a time.
    """

    determination: str
    standing: Standing
    code: str
    say: str
    provisional: bool
    waiting: Waiting | None = None

    @property
    def apparent(self) -> Standing:
        """How it looks to people: as long as it only waits, it is open."""
        only_waits = self.waiting is not None or self.standing is Standing.NOT_YET
        return Standing.OPEN if only_waits else self.standing


@dataclass(frozen=True, eq=False)
class Finding:
    """One criterion against the answers. Two findings are the same only if they are one.

    `answers` are those behind it, `reason` is one sentence, `brief` is it without what the criterion wants. `quote` is
    the source's wording. `told` are those of the `notes` that speak for these answers and belong beside the verdict.
    """

    criterion: str
    kind: str
    determinations: tuple[str, ...]
    name: str
    status: Truth
    effect: Effect
    answers: Mapping[str, Answer]
    reason: str
    brief: str
    quote: str
    notes: tuple[str, ...]
    told: tuple[str, ...]


@dataclass(frozen=True)
class ComeBack:
    """When it is worth coming back, in words, and on which day where that is known."""

    fact: str
    when: str
    day: date | None


@dataclass(frozen=True)
class Near:
    """A decided criterion whose fact stands near a threshold."""

    criterion: str
    fact: str
    value: Known | Interval
    threshold: int | float


@dataclass(frozen=True)
class Verdict:
    """What `answers` come to on one day, `today`.

    `main` is the determination whose failure ends the screening. `settling` has an entry for each determination that is
    undetermined. `stale` says that the source is over a year old.
    """

    main: str
    answers: Answers
    today: date
    decisions: tuple[Decision, ...]
    findings: tuple[Finding, ...]
    missing: tuple[MissingAnswer, ...]
    settling: Mapping[str, Settling]
    come_back: tuple[ComeBack, ...]
    near: tuple[Near, ...]
    next_question: str | None
    stale: bool

    @property
    def main_decision(self) -> Decision:
        """The determination whose failure ends the screening."""
        return next(each for each in self.decisions if each.determination == self.main)

    @property
    def decisions_to_tell(self) -> tuple[Decision, ...]:
        """The determinations in the order in which they are told: the main one, then those that pass, and so on."""
        return tuple(sorted(self.decisions, key=lambda each: (each.determination != self.main, _TOLD[each.standing])))

    @property
    def waiting(self) -> dict[str, Waiting]:
        """What each determination waits for that fails only because a waiting window is not over."""
        return {each.determination: each.waiting for each in self.decisions if each.waiting is not None}

    @property
    def needed_later(self) -> dict[str, MissingAnswer]:
        """The facts that can change a determination only after its waiting window; not all are `missing`."""
        now = {fact for settling in self.settling.values() for fact in settling.needed}
        return {each.fact: each for waiting in self.waiting.values() for each in waiting.needed if each.fact not in now}

    @property
    def is_final(self) -> bool:
        """Whether no further answer can change a decision; time can, where one waits."""
        return not any(decision.standing is Standing.OPEN or decision.provisional for decision in self.decisions)


_TOLD = {
    Standing.PASSES: 0,
    Standing.NOT_YET: 1,
    Standing.OPEN: 2,
    Standing.FAILS: 3,
    Standing.OFF: 4,
}
"""In which order determinations are told, by how they stand."""
