"""One determination as a report tells it, as values: its headline, its criteria, what it misses, when to come back."""

from dataclasses import dataclass
from datetime import date

from dialogs.rules.criteria import Effect
from dialogs.rules.standings import Standing
from dialogs.rules.truth import Truth
from dialogs.verdict.missing_answers import Cause


@dataclass(frozen=True)
class CriterionRow:
    """One criterion: its status and effect, as values and in words, the answers behind it, the source's words in full.

    `answers` are pairs of a fact's name and its answer in words, "not asked" included; facts that do not apply are left
    out. `told` are the notes that speak for these answers, `notes` those that always stand beside the criterion.
    """

    id: str
    kind: str
    name: str
    status: Truth
    effect: Effect
    sign: str
    status_words: str
    answers: tuple[tuple[str, str], ...]
    reason: str
    quote: str
    told: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class MissingPart:
    """An answer that is missing and needed: why, who can settle it, and the next step.

    `settled_by` is empty where the trial does not say.

    `alone` says that this answer alone could settle the determination, `settles` which answer would, and to what.
    """

    fact: str
    name: str
    cause: Cause
    why: str
    settled_by: str
    next_step: str
    alone: bool
    settles: tuple[str, ...]


@dataclass(frozen=True)
class ReturnVisit:
    """When it is worth coming back for one fact, in words, and on which day where that is known."""

    fact: str
    name: str
    when: str
    day: date | None


@dataclass(frozen=True)
class ReportPart:
    """One determination.

    `word` is its outcome in a word or two, "so far" and "provisionally" included; `say` is the trial's sentence.

    `standing` is how it looks: one that only `waits` for a window to be over is open, whatever its code. `reasons` are
    of the criteria that fail. `gaps_if` says which facts come to be missing with another's answer. `waits_for` names
    the determinations that it requires and that are not settled: their gaps and returns stand in their own parts only.
    """

    id: str
    name: str
    asks: str
    standing: Standing
    code: str
    sign: str
    word: str
    say: str
    provisional: bool
    reasons: tuple[CriterionRow, ...]
    told: tuple[str, ...]
    waits: bool
    gaps: tuple[MissingPart, ...]
    gaps_if: tuple[str, ...]
    waits_for: tuple[str, ...]
    come_back: tuple[ReturnVisit, ...]
    near: tuple[str, ...]
    rows: tuple[CriterionRow, ...]

    @property
    def badge(self) -> str:
        """The headline in a sign and a word or two, such as '✘ not eligible'."""
        return f"{self.sign} {self.word}"
