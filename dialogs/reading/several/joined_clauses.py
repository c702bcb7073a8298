"""Joins an option to what is said right behind it, beyond a comma or a semicolon."""

from collections.abc import Sequence

from dialogs.reading.several.option_claims import says_behind
from dialogs.reading.several.pieces import ClaimPiece, ClaimRole


def join_claims(clauses: Sequence[list[ClaimPiece]]) -> list[list[ClaimPiece]]:
    """Returns the clauses with what is said of an option right behind it: 'A, negative', 'A; neg; B; pos', 'A both no'.

    A word before another option may be meant for that one, and stays where it is.
    """
    joined: list[list[ClaimPiece]] = []
    for clause in clauses:
        if joined and len(clause) == 1 and clause[0].role in _SAID_BEHIND and joined[-1][-1].role is ClaimRole.OPTION:
            joined[-1].append(clause[0])
            continue
        kept: list[ClaimPiece] = []
        for at, each in enumerate(clause):
            before = kept[-1].role if kept else None
            then = [piece.role for piece in clause[at + 1 : at + 3]]
            is_last = then[1:] != [ClaimRole.OPTION] or says_behind(clause)
            is_said = then[:1] and then[0] in _SAID_BEHIND and is_last
            if not (each.tokens in _PAUSES and before is ClaimRole.OPTION and is_said):
                kept.append(each)
        joined.append(kept)
    return joined


_SAID_BEHIND = {
    ClaimRole.DENIED, ClaimRole.DENIES, ClaimRole.UNTESTED, ClaimRole.AFFIRMED, ClaimRole.DOUBTS,
}  # fmt: skip
_PAUSES = ((",",), ("both",))
