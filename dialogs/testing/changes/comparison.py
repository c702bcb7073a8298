"""The comparison of two definitions of a trial: how verdicts, criteria, dialogues and words differ.

Each difference comes with its shortest example.
"""

from dataclasses import dataclass

from dialogs.loading.compiled_trial import Trial
from dialogs.rules.answers import Answers
from dialogs.testing.changes.side import Side
from dialogs.testing.changes.walk import Difference, WalkResult, walk_both
from dialogs.testing.changes.words import Reread, Rewritten, find_reread, find_rewritten


@dataclass(frozen=True)
class AlteredOutcome:
    """A difference, and the fewest answers that show it, in the order in which they are given."""

    difference: Difference
    example: Answers


@dataclass(frozen=True)
class DefinitionComparison:
    """What a change alters.

    With `is_whole`, every dialogue of known and unknown answers was walked through; else only the shorter ones, and
    those in which all answers are known.
    """

    old: Trial
    new: Trial
    altered: tuple[AlteredOutcome, ...]
    reread: tuple[Reread, ...]
    rewritten: tuple[Rewritten, ...]
    is_whole: bool

    @property
    def is_same(self) -> bool:
        """Says whether nothing differs at all."""
        return not (self.altered or self.reread or self.rewritten)


def compare(old: Trial, new: Trial) -> DefinitionComparison:
    """Returns what the change from one definition to the other alters."""
    found: WalkResult = walk_both(Side(old), Side(new))
    order = ("verdict", "criterion", "dialogue")
    altered = sorted(
        (AlteredOutcome(difference, answers) for difference, answers in found.differences.items()),
        key=lambda each: (order.index(each.difference.what), each.difference.subject, len(each.example)),
    )
    return DefinitionComparison(
        old,
        new,
        tuple(altered),
        tuple(find_reread(old, new)),
        tuple(find_rewritten(old.definition, new.definition)),
        found.is_whole,
    )
