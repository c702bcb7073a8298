"""Words that say several things of one option: what is meant is not guessed."""

from collections.abc import Sequence
from itertools import pairwise

from dialogs.reading.several.claims import DENYING
from dialogs.reading.several.pieces import ClaimPiece, ClaimRole


def says_twice(clause: Sequence[ClaimPiece]) -> bool:
    """Says whether a clause says several things of an option, before or behind it."""
    return _says_before_twice(clause) or _says_behind_twice(clause)


def _says_before_twice(clause: Sequence[ClaimPiece]) -> bool:
    """Whether words before options say several things of them, without a sign between: 'not tested A positive B'."""
    roles = [each.role for each in clause]
    if roles[0] not in _SAYING or roles[-1] is not ClaimRole.OPTION:
        return False
    return any(role is ClaimRole.OPTION and then in _SAYING - {roles[0]} for role, then in pairwise(roles))


def _says_behind_twice(clause: Sequence[ClaimPiece]) -> bool:
    """Whether words behind an option say that it is so, and that it is not: 'A yes [ ] no [x]', 'A pos, now neg'."""
    said: set[ClaimRole] | None = None
    for each, then in zip(clause, (*clause[1:], None), strict=True):
        is_of_next = then is not None and then.role is ClaimRole.OPTION
        if each.role is ClaimRole.OPTION:
            said = set()
        elif said is not None and each.role in DENYING and not is_of_next:
            said.add(ClaimRole.DENIED)
        elif said is not None and each.role is ClaimRole.AFFIRMED:
            said.add(ClaimRole.AFFIRMED)
        if said is not None and len(said) > 1:
            return True
    return False


_SAYING = {*DENYING, ClaimRole.UNTESTED, ClaimRole.AFFIRMED}
