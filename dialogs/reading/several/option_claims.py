"""What one clause says of each option that it names: by the words beside it, and those that may be meant for a list."""

from collections.abc import Sequence

from dialogs.reading.several.claims import CLAIMED_BEFORE, CLAIMED_BEHIND, DENYING, Claim, Claims
from dialogs.reading.several.pieces import ClaimPiece, ClaimRole


def read_options(claims: Claims, clause: Sequence[ClaimPiece], *, is_unread: bool) -> None:
    """Notes what is said of each option; a denial or a doubt before one may be meant for those behind it too.

    Where something `is_unread`, it may deny an option of which nothing is said: 'HIV 0'.
    """
    places = [at for at, each in enumerate(clause) if each.role is ClaimRole.OPTION]
    own = {at: _find_own(clause, at) for at in places}
    running: Claim | None = None
    for at in places:
        code, claim, before = clause[at].code, own[at], _get_role(clause, at - 1)
        if claim is None and before is ClaimRole.DENIED:  # 'A negative B', 'negative: A, B'
            running = Claim.NOT
            claims.wider[code] = running
        elif claim is None and before is ClaimRole.UNTESTED:  # 'A not tested for B': of which of them it is said
            claims.add([clause[at - 2].code], Claim.SO)
            claims.add([code], Claim.UNTESTED)
        elif claim is not None:
            running = claim if before in CLAIMED_BEFORE else None
            _widen_back(claims, clause, own, at, claim)
        elif running is not None and before in _LINKING:
            is_of_first = clause[places[0]].code in claims.wider  # 'negative: A/B'
            if running is Claim.PERHAPS or (before is ClaimRole.EITHER and not is_of_first):  # 'no A or B' denies both
                claim = running
            else:
                claims.wider[code] = running
        claims.add([code], claim or Claim.SO)
        is_open = before is ClaimRole.OPEN and _get_role(clause, at - 2) is not ClaimRole.OPTION  # 'unknown: HIV'
        if claim is None and (is_unread or is_open):
            claims.add([code], Claim.PERHAPS)


def _find_own(clause: Sequence[ClaimPiece], at: int) -> Claim | None:
    """Returns what stands beside the option at a place says of it; None where nothing does."""
    before, behind = _get_role(clause, at - 1), _get_role(clause, at + 1)
    is_of_former = _get_role(clause, at - 2) is ClaimRole.OPTION
    if ClaimRole.DOUBTS in {behind, before if not is_of_former else None}:
        return Claim.PERHAPS
    if before is ClaimRole.DENIES and not (is_of_former and says_behind(clause)):
        return Claim.NOT
    if behind is ClaimRole.DENIES and (_get_role(clause, at + 2) is not ClaimRole.OPTION or says_behind(clause)):
        return Claim.NOT
    if behind is not None and behind in CLAIMED_BEHIND:
        return CLAIMED_BEHIND[behind]
    if _is_denied_apart(clause, at):
        return Claim.NOT
    return CLAIMED_BEFORE.get(before) if before is not None and not is_of_former else None


def says_behind(clause: Sequence[ClaimPiece]) -> bool:
    """Says whether each word of a clause is meant for the option before it: 'A no B yes', but not 'no A B'."""
    last = clause[-1].role
    is_claim = last is ClaimRole.DENIES or last in CLAIMED_BEHIND
    return clause[0].role is ClaimRole.OPTION and is_claim


def _is_denied_apart(clause: Sequence[ClaimPiece], at: int) -> bool:
    """Whether an option is denied beyond words that were not read: 'HIV Ab neg', 'neg for HIV'."""
    behind, before = _skip_rest(clause, at, 1), _skip_rest(clause, at, -1)
    if _get_role(clause, at + 1) is ClaimRole.REST and _get_role(clause, behind) in DENYING:
        return _get_role(clause, behind + 1) is not ClaimRole.OPTION
    is_apart = _get_role(clause, at - 1) is ClaimRole.REST and _get_role(clause, before) in DENYING
    return is_apart and _get_role(clause, before - 1) is not ClaimRole.OPTION


def _skip_rest(clause: Sequence[ClaimPiece], at: int, step: int) -> int:
    """Returns the next place before or behind one where something else stands than words that were not read."""
    at += step
    while _get_role(clause, at) is ClaimRole.REST:
        at += step
    return at


def _widen_back(
    claims: Claims, clause: Sequence[ClaimPiece], own: dict[int, Claim | None], at: int, claim: Claim
) -> None:
    """Notes the options before one, of the same list, for which the word behind it may be meant as well."""
    if claim is Claim.SO or _get_role(clause, at - 1) in CLAIMED_BEFORE:
        return
    for before in reversed([each for each in own if each < at]):
        if own[before] is not None or clause[before + 1].role not in _LINKING:
            return
        claims.wider[clause[before].code] = claim


def _get_role(clause: Sequence[ClaimPiece], at: int) -> ClaimRole | None:
    return clause[at].role if 0 <= at < len(clause) else None


_LINKING = {ClaimRole.OPTION, ClaimRole.JOINS, ClaimRole.EITHER}
"""What stands before a further option of the same list."""
