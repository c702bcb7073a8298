"""The verdict of a screening: every determination, every criterion with its reasons, and all that a result always carries. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from dialogs.answers import Answer, Interval, Known
from dialogs.rules.conditions import Step
from dialogs.rules.engine import Effect, Settling, Standing
from dialogs.truth import Truth


class Cause(Enum):
    """Why an answer is missing: the same to the logic, different next steps for people."""

    NOT_ASKED = "not_asked"
    UNKNOWN = "unknown"
    PENDING = "pending"
    IMPRECISE = "imprecise"


@dataclass(frozen=True)
class Decision:
    """One determination: its outcome's code, and what to say. It is provisional as in `Ruling`."""

    determination: str
    standing: Standing
    code: str
    say: str
    provisional: bool


@dataclass(frozen=True, eq=False)
class Finding:
    """One criterion against the answers. Two findings are the same only if they are one.

    `answers` are those behind it, `reason` is one sentence, `quote` is the source's wording, `trace` is the condition with the truth
    of each part. `told` are those of the `notes` that speak for these answers and belong beside the verdict.
    """

    criterion: str
    kind: str
    determination: str
    name: str
    status: Truth
    effect: Effect
    answers: Mapping[str, Answer]
    reason: str
    quote: str
    notes: tuple[str, ...]
    told: tuple[str, ...]
    trace: Step


@dataclass(frozen=True)
class Missing:
    """An applicable fact that leaves a criterion unknown. `expected` is the day on which a pending result should be there."""

    fact: str
    cause: Cause
    expected: date | None


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
    """What the answers come to on one day.

    `settling` has an entry for each determination that is undetermined. `stale` says that the source is over a year old.
    """

    decisions: tuple[Decision, ...]
    findings: tuple[Finding, ...]
    missing: tuple[Missing, ...]
    settling: Mapping[str, Settling]
    come_back: tuple[ComeBack, ...]
    near: tuple[Near, ...]
    next_question: str | None
    stale: bool

    @property
    def is_final(self) -> bool:
        """Whether no further answer can change a decision."""
        return not any(decision.standing is Standing.OPEN or decision.provisional for decision in self.decisions)
