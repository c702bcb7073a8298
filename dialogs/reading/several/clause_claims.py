"""What the clauses of a text say: of each option, and besides."""

from collections.abc import Sequence

from dialogs.reading.several.claims import CLAIMED_BEFORE, CLAIMED_BEHIND, Claim, Claims
from dialogs.reading.several.option_claims import read_options
from dialogs.reading.several.pieces import Piece, PieceRole


def collect_claims(clauses: Sequence[Sequence[Piece]], codes: Sequence[str]) -> Claims:
    """Returns what the clauses say of the options `codes`."""
    claims = Claims()
    for clause in clauses:
        if clause[0].role is PieceRole.ALL_BUT:
            _read_all_but(claims, clause, codes)
            continue
        read_options(claims, clause)
        for at, piece in enumerate(clause):
            _note_piece(claims, clause, at, piece.role)
        if any(each.role is PieceRole.ALL for each in clause):
            claims.counted = True
            claims.add(codes, Claim.SO)
    return claims


def _read_all_but(claims: Claims, clause: Sequence[Piece], codes: Sequence[str]) -> None:
    """Reads 'all but A and B': it is asked back, since all others follow only from what is left out."""
    claims.counted = True
    besides = [each.code for each in clause if each.role is PieceRole.OPTION]
    claims.elsewhere |= not besides or any(each.role not in _LISTING for each in clause[1:])
    claims.add(besides, Claim.NOT)
    claims.add([code for code in codes if code not in besides], Claim.SO)


def _note_piece(claims: Claims, clause: Sequence[Piece], at: int, role: PieceRole) -> None:
    """Notes what a piece says besides what it says of an option."""
    before = clause[at - 1].role if at else None
    behind = clause[at + 1].role if at + 1 < len(clause) else None
    if role is PieceRole.OTHERS:
        told = None if behind is None else CLAIMED_BEHIND.get(behind)
        claims.others = told
        claims.left |= told is None or told is Claim.PERHAPS
    elif role is PieceRole.ALL:
        claims.refused |= behind in {PieceRole.DENIED, PieceRole.DENIES, PieceRole.UNTESTED}
    elif role is PieceRole.EITHER:
        claims.either |= not _is_denied_list(clause, at)
    elif role is PieceRole.DENIES:
        claims.refused |= PieceRole.OPTION not in {before, behind}
    elif role in CLAIMED_BEHIND and role is not PieceRole.AFFIRMED:
        claims.left |= before not in _BEARING and not (behind is PieceRole.OPTION and role in CLAIMED_BEFORE)
    claims.left |= role in {PieceRole.REST, PieceRole.OPEN}
    claims.elsewhere |= role in {PieceRole.ELSEWHERE, PieceRole.ALL_BUT}
    claims.none |= role is PieceRole.NONE


def _is_denied_list(clause: Sequence[Piece], at: int) -> bool:
    """Whether an 'or' stands in a list that a denial before it denies as a whole."""
    before = [each.role for each in clause[:at]]
    return PieceRole.DENIES in before and set(before[before.index(PieceRole.DENIES) + 1 :]) <= _LISTING


_LISTING = {PieceRole.OPTION, PieceRole.JOINS, PieceRole.EITHER}
_BEARING = {PieceRole.OPTION, PieceRole.OTHERS, PieceRole.ALL}
