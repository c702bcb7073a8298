"""What a text that lists options says of each of them, and what about it is not clear."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from dialogs.reading.several.pieces import ClaimRole


class Claim(Enum):
    """What is said of an option."""

    SO = "so"
    NOT = "not"
    UNTESTED = "untested"
    PERHAPS = "perhaps"


@dataclass(slots=True)
class Claims:
    """What the clauses of a text say.

    `wider` is what they say of further options where a word may be meant for a whole list: "A and B not tested". With
    `either`, perhaps not all of the options are so. With `counted` they were named by those that are not. `others` is
    what is said of all that are not named. `refused` is a denial of no option. What was not read is `left`. Nothing is
    offered where something is `elsewhere`: said of somebody else or another time, or of an option that is not certain.
    """

    said: dict[str, set[Claim]] = field(default_factory=dict)
    wider: dict[str, Claim] = field(default_factory=dict)
    none: bool = False
    either: bool = False
    counted: bool = False
    refused: bool = False
    left: bool = False
    elsewhere: bool = False
    others: Claim | None = None

    def add(self, codes: Sequence[str], claim: Claim) -> None:
        """Notes what is said of options."""
        for code in codes:
            self.said.setdefault(code, set()).add(claim)


DENYING = {ClaimRole.DENIED, ClaimRole.DENIES}
CLAIMED_BEHIND = {
    ClaimRole.OPEN: Claim.UNTESTED,
    ClaimRole.DENIED: Claim.NOT,
    ClaimRole.UNTESTED: Claim.UNTESTED,
    ClaimRole.DOUBTS: Claim.PERHAPS,
    ClaimRole.AFFIRMED: Claim.SO,
}
"""What a word behind an option says of it."""
CLAIMED_BEFORE = {
    ClaimRole.DENIES: Claim.NOT,
    ClaimRole.UNTESTED: Claim.UNTESTED,
    ClaimRole.DOUBTS: Claim.PERHAPS,
}
"""What a word before an option says of it."""
