"""The comparison of two definitions of a trial: how verdicts, criteria, dialogues and words differ.

Each difference comes with its shortest example.
"""

from dataclasses import dataclass

from dialogs.loading.compiled_trial import Trial
from dialogs.rules.answers import Answers
from dialogs.testing.changes.entries import Rewritten, find_rewritten
from dialogs.testing.changes.plain import make_plain_definition
from dialogs.testing.changes.renames import Renamed, adopt_codes
from dialogs.testing.changes.rereads import Reread, find_reread
from dialogs.testing.changes.side import Side
from dialogs.testing.changes.walk import MOST_STEPS, Difference, WalkResult, walk_both


@dataclass(frozen=True)
class AlteredOutcome:
    """A difference, and the fewest answers that show it, in the order in which they are given."""

    difference: Difference
    example: Answers


@dataclass(frozen=True)
class DefinitionComparison:
    """What a change alters. What was only renamed has its new code on both sides.

    With `is_whole`, every dialogue of known and unknown answers was walked through; else only the shorter ones, and
    those in which all answers are known.
    """

    old: Trial
    new: Trial
    renamed: tuple[Renamed, ...]
    altered: tuple[AlteredOutcome, ...]
    reread: tuple[Reread, ...]
    rewritten: tuple[Rewritten, ...]
    is_whole: bool

    @property
    def is_same(self) -> bool:
        """Says whether nothing differs at all."""
        return not (self.renamed or self.altered or self.reread or self.rewritten)


def compare(old: Trial, new: Trial, most: int = MOST_STEPS) -> DefinitionComparison:
    """Returns what the change from one definition to the other alters, found in at most so many steps of a walk."""
    adopted, renamed = adopt_codes(old, new)
    found: WalkResult = walk_both(Side(adopted), Side(new), most)
    order = ["verdict", *new.definition.determinations, "criterion", *new.definition.criteria, "dialogue", ""]
    altered = sorted(
        (AlteredOutcome(difference, answers) for difference, answers in found.differences.items()),
        key=lambda each: (
            order.index(each.difference.what),
            order.index(each.difference.subject),
            len(each.example),
        ),
    )
    plain = make_plain_definition(adopted.definition), make_plain_definition(new.definition)
    return DefinitionComparison(
        adopted,
        new,
        tuple(renamed),
        tuple(altered),
        tuple(find_reread(adopted, new)),
        tuple(find_rewritten(*plain)),
        found.is_whole,
    )
