"""What the clauses of a text say: of each option, and besides."""

from collections.abc import Sequence

from dialogs.reading.several.claims import CLAIMED_BEFORE, CLAIMED_BEHIND, Claim, Claims
from dialogs.reading.several.option_claims import read_options
from dialogs.reading.several.pieces import ListPiece, ListRole


def collect_claims(clauses: Sequence[Sequence[ListPiece]], codes: Sequence[str]) -> Claims:
    """Returns what the clauses say of the options `codes`."""
    claims = Claims()
    for clause in clauses:
        if clause[0].role is ListRole.ALL_BUT:
            _read_all_but(claims, clause, codes)
            continue
        read_options(claims, clause)
        for at, piece in enumerate(clause):
            _note_piece(claims, clause, at, piece.role)
        if any(each.role is ListRole.ALL for each in clause):
            claims.counted = True
            claims.add(codes, Claim.SO)
    return claims


def _read_all_but(claims: Claims, clause: Sequence[ListPiece], codes: Sequence[str]) -> None:
    """Reads 'all but A and B': it is asked back, since all others follow only from what is left out."""
    claims.counted = True
    besides = [each.code for each in clause if each.role is ListRole.OPTION]
    claims.elsewhere |= not besides or any(each.role not in _LISTING for each in clause[1:])
    claims.add(besides, Claim.NOT)
    claims.add([code for code in codes if code not in besides], Claim.SO)


def _note_piece(claims: Claims, clause: Sequence[ListPiece], at: int, role: ListRole) -> None:
    """Notes what a piece says besides what it says of an option."""
    before = clause[at - 1].role if at else None
    behind = clause[at + 1].role if at + 1 < len(clause) else None
    if role is ListRole.OTHERS:
        told = None if behind is None else CLAIMED_BEHIND.get(behind)
        claims.others = told
        claims.left |= told is None or told is Claim.PERHAPS
    elif role is ListRole.ALL:
        claims.refused |= behind in {ListRole.DENIED, ListRole.DENIES, ListRole.UNTESTED}
    elif role is ListRole.EITHER:
        claims.either |= not _is_denied_list(clause, at)
    elif role is ListRole.DENIES:
        claims.refused |= ListRole.OPTION not in {before, behind}
    elif role in CLAIMED_BEHIND and role is not ListRole.AFFIRMED:
        claims.left |= before not in _BEARING and not (behind is ListRole.OPTION and role in CLAIMED_BEFORE)
    claims.left |= role in {ListRole.REST, ListRole.OPEN}
    claims.elsewhere |= role in {ListRole.ELSEWHERE, ListRole.ALL_BUT}
    claims.none |= role is ListRole.NONE


def _is_denied_list(clause: Sequence[ListPiece], at: int) -> bool:
    """Whether an 'or' stands in a list that a denial before it denies as a whole."""
    before = [each.role for each in clause[:at]]
    return ListRole.DENIES in before and set(before[before.index(ListRole.DENIES) + 1 :]) <= _LISTING


_LISTING = {ListRole.OPTION, ListRole.JOINS, ListRole.EITHER}
_BEARING = {ListRole.OPTION, ListRole.OTHERS, ListRole.ALL}
