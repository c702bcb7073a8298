"""What the clauses of a text say: of each option, and besides."""

from collections.abc import Sequence
from itertools import pairwise

from dialogs.definition.wording import words
from dialogs.reading.several.claims import CLAIMED_BEFORE, CLAIMED_BEHIND, DENYING, Claim, Claims
from dialogs.reading.several.contradicting_claims import says_twice
from dialogs.reading.several.list_words import BOTH, NO_LONGER, ONLY
from dialogs.reading.several.option_claims import read_options, says_behind
from dialogs.reading.several.pieces import ClaimPiece, ClaimRole
from dialogs.reading.word_readings import split_tokens


def collect_claims(clauses: Sequence[Sequence[ClaimPiece]], codes: Sequence[str]) -> Claims:
    """Returns what the clauses say of the options `codes`."""
    claims = Claims()
    is_unread = any(map(_may_deny_unread, clauses))
    for clause in clauses:
        if clause[0].role is ClaimRole.ALL_BUT:
            _read_all_but(claims, clause, codes)
            continue
        read_options(claims, clause, is_unread=is_unread)
        for at, piece in enumerate(clause):
            _note_piece(claims, clause, at, piece.role)
        if any(each.role is ClaimRole.ALL for each in clause):
            claims.counted = True
            claims.add(codes, Claim.SO)
        claims.elsewhere |= says_twice(clause)
    roles = {each.role for clause in clauses for each in clause}
    claims.elsewhere |= {ClaimRole.ALL, ClaimRole.OPTION} <= roles  # 'all negative, but A'
    return claims


def _may_deny_unread(clause: Sequence[ClaimPiece]) -> bool:
    """Whether words that were not read may deny an option: 'HIV 0', but not 'HIV and xyz', which names another one."""
    roles = [ClaimRole.JOINS, *(each.role for each in clause), ClaimRole.JOINS]
    return any(
        ClaimRole.REST in pair and not set(pair) <= {ClaimRole.REST, ClaimRole.JOINS, ClaimRole.EITHER}
        for pair in pairwise(roles)
    )


def _read_all_but(claims: Claims, clause: Sequence[ClaimPiece], codes: Sequence[str]) -> None:
    """Reads 'all but A and B': it is asked back, since all others follow only from what is left out."""
    claims.counted = True
    besides = [each.code for each in clause if each.role is ClaimRole.OPTION]
    claims.elsewhere |= not besides or any(each.role not in _LISTING for each in clause[1:])
    claims.add(besides, Claim.NOT)
    claims.add([code for code in codes if code not in besides], Claim.SO)


def _note_piece(claims: Claims, clause: Sequence[ClaimPiece], at: int, role: ClaimRole) -> None:
    """Notes what a piece says besides what it says of an option."""
    before = clause[at - 1].role if at else None
    behind = clause[at + 1].role if at + 1 < len(clause) else None
    if role is ClaimRole.OTHERS:
        told = Claim.NOT if behind is ClaimRole.NONE else None if behind is None else CLAIMED_BEHIND.get(behind)
        claims.others = told
        claims.left |= told is None or told is Claim.PERHAPS
    elif role is ClaimRole.ALL:
        claims.refused |= not DENYING.isdisjoint(each.role for each in clause)
        claims.elsewhere |= before is ClaimRole.DENIES or any(each.role is ClaimRole.UNTESTED for each in clause)
    elif role is ClaimRole.EITHER:
        claims.either |= not (_is_denied_list(clause, at) or _is_denied_stroke(clause, at))
    elif role is ClaimRole.AFFIRMED:  # 'A neg in blood, pos in tumour'
        is_stray = ClaimRole.OPTION not in {before, behind}
        roles = {each.role for each in clause}
        claims.elsewhere |= is_stray and ClaimRole.OPTION in roles and not DENYING.isdisjoint(roles)
    elif role is ClaimRole.DENIES:
        claims.refused |= ClaimRole.OPTION not in {before, behind}
    elif role in CLAIMED_BEHIND:
        claims.left |= before not in _BEARING and not (behind is ClaimRole.OPTION and role in CLAIMED_BEFORE)
    claims.left |= role in {ClaimRole.REST, ClaimRole.OPEN} or _is_out_of_place(clause, at)
    claims.elsewhere |= role in {ClaimRole.ELSEWHERE, ClaimRole.ALL_BUT} or _is_denied_oddly(clause, at)
    claims.none |= role is ClaimRole.NONE and before is not ClaimRole.OTHERS


def _is_out_of_place(clause: Sequence[ClaimPiece], at: int) -> bool:
    """Whether a word may mean something else where it stands: 'no more A', 'A no more', 'A both', 'not none'."""
    role, tokens = clause[at].role, clause[at].tokens
    before = clause[at - 1].role if at else None
    behind = clause[at + 1].role if at + 1 < len(clause) else None
    if role is ClaimRole.COMPLETE:
        is_no_longer = tokens in _NO_LONGER and before is ClaimRole.OPTION
        return is_no_longer or (tokens not in _ONLY and behind is ClaimRole.OPTION)
    if role is ClaimRole.JOINS and tokens in _BOTH:
        return sum(each.role is ClaimRole.OPTION for each in clause) != _PAIR
    return role is ClaimRole.NONE and before is ClaimRole.DENIES


def _is_denied_oddly(clause: Sequence[ClaimPiece], at: int) -> bool:
    """Whether it is not clear what a denial is meant for: 'A no B', 'A not 1', or twice: 'not A negative'."""
    roles = [each.role for each in clause]
    if roles[at] not in DENYING:
        return False
    before, behind = roles[at - 1] if at else None, roles[at + 1] if at + 1 < len(roles) else None
    if before in DENYING:
        return True
    if says_behind(clause):
        return False
    is_of_denied = at > 1 and before is ClaimRole.OPTION and roles[at - 2] in DENYING
    if roles[at] is ClaimRole.DENIED:
        is_before = before is not ClaimRole.OPTION and behind is ClaimRole.OPTION
        return is_of_denied or (is_before and roles[at + 2 : at + 3] == [ClaimRole.AFFIRMED])
    if before is not ClaimRole.OPTION or (roles[0] is ClaimRole.DENIES and behind is ClaimRole.OPTION):
        return False
    return is_of_denied or behind in {ClaimRole.REST, ClaimRole.OPTION}


def _is_denied_list(clause: Sequence[ClaimPiece], at: int) -> bool:
    """Whether an 'or' stands in a list that a denial before it denies as a whole."""
    before = [each.role for each in clause[:at]]
    return ClaimRole.DENIES in before and set(before[before.index(ClaimRole.DENIES) + 1 :]) <= _LISTING


def _is_denied_stroke(clause: Sequence[ClaimPiece], at: int) -> bool:
    """Whether a stroke only parts options of which something is denied: 'A/B/C negative', 'A neg/B neg'."""
    is_denied = clause[0].role in DENYING or (says_behind(clause) and clause[-1].role in DENYING)
    is_affirmed = any(each.role is ClaimRole.AFFIRMED for each in clause)
    return clause[at].tokens == _STROKE and is_denied and not is_affirmed


_STROKE = ("/",)
_PAIR = 2
_NO_LONGER = frozenset(map(split_tokens, words(NO_LONGER)))
_ONLY = frozenset(map(split_tokens, words(ONLY)))
_BOTH = frozenset(map(split_tokens, words(BOTH)))
_LISTING = {ClaimRole.OPTION, ClaimRole.JOINS, ClaimRole.EITHER}
_BEARING = {ClaimRole.OPTION, ClaimRole.OTHERS, ClaimRole.ALL}
