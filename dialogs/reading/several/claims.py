"""What a text that lists options says of each of them, and what about it is not clear."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from dialogs.reading.several.pieces import Piece, PieceRole


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
    what is said of all that are not named.
    """

    said: dict[str, set[Claim]] = field(default_factory=dict)
    wider: dict[str, Claim] = field(default_factory=dict)
    none: bool = False
    complete: bool = False
    either: bool = False
    counted: bool = False
    refused: bool = False
    left: bool = False
    others: Claim | None = None

    def add(self, code: str, claim: Claim) -> None:
        """Notes what is said of an option."""
        self.said.setdefault(code, set()).add(claim)


def collect_claims(clauses: Sequence[Sequence[Piece]], codes: Sequence[str]) -> Claims:
    """Returns what the clauses say of the options `codes`."""
    claims = Claims()
    for clause in clauses:
        if clause[0].role is PieceRole.ALL_BUT:
            _read_all_but(claims, clause, codes)
        else:
            _read_clause(claims, clause)
            _note_flags(claims, clause, codes)
    return claims


def _read_all_but(claims: Claims, clause: Sequence[Piece], codes: Sequence[str]) -> None:
    """Reads 'all but A and B': it is asked back, since all others follow only from what is left out."""
    claims.counted = True
    besides = [each.code for each in clause if each.role is PieceRole.OPTION]
    claims.left |= any(each.role not in _LISTING for each in clause[1:])
    for code in codes:
        claims.add(code, Claim.NOT if code in besides else Claim.SO)


def _read_clause(claims: Claims, clause: Sequence[Piece]) -> None:
    """Notes what is said of each option; a word behind one, or a denial before, may be meant for its neighbours too."""
    places = [at for at, each in enumerate(clause) if each.role is PieceRole.OPTION]
    own = {at: find_own(clause, at) for at in places}
    running: Claim | None = None
    for at in places:
        claim = own[at]
        joint = clause[at - 1].role if at else None
        if claim is None and running is not None:
            if joint is PieceRole.EITHER:  # 'no A or B' denies both
                claim = running
            elif joint in _LINKS or joint is PieceRole.OPTION:
                claims.wider[clause[at].code] = running
        elif claim is not None and _is_behind(clause, at, claim):
            _widen_back(claims, clause, places, own, at)
        running = claim if claim is Claim.NOT and _is_before(clause, at) else running if claim is None else None
        claims.add(clause[at].code, claim or Claim.SO)


def _widen_back(
    claims: Claims, clause: Sequence[Piece], places: Sequence[int], own: dict[int, Claim | None], at: int
) -> None:
    """Notes the options before one, of the same list, for which the word behind it may be meant as well."""
    claim = own[at]
    assert claim is not None, "only a word that says something widens"
    if claim is Claim.SO:
        return
    for before in reversed(places[: places.index(at)]):
        if own[before] is not None or clause[before + 1].role not in {*_LINKS, PieceRole.OPTION, PieceRole.EITHER}:
            return
        claims.wider[clause[before].code] = claim


def find_own(clause: Sequence[Piece], at: int) -> Claim | None:
    """Returns what stands beside the option at a place says of it; None where nothing does."""
    before, behind = clause[at - 1].role if at else None, clause[at + 1].role if at + 1 < len(clause) else None
    if before is PieceRole.DENIES:
        return Claim.NOT
    if behind is PieceRole.DENIES and not _denies_next(clause, at + 1):
        return Claim.NOT
    if behind in _BEHIND:
        return _BEHIND[behind]
    if before in _BEFORE and not _belongs_before(clause, at - 1):
        return _BEFORE[before]
    return None


def _denies_next(clause: Sequence[Piece], at: int) -> bool:
    return at + 1 < len(clause) and clause[at + 1].role is PieceRole.OPTION


def _belongs_before(clause: Sequence[Piece], at: int) -> bool:
    return at > 0 and clause[at - 1].role is PieceRole.OPTION


def _is_before(clause: Sequence[Piece], at: int) -> bool:
    return at > 0 and clause[at - 1].role is PieceRole.DENIES


def _is_behind(clause: Sequence[Piece], at: int, claim: Claim) -> bool:
    return claim is not Claim.SO and not _is_before(clause, at) and at + 1 < len(clause)


def _note_flags(claims: Claims, clause: Sequence[Piece], codes: Sequence[str]) -> None:
    """Notes what a clause says besides single options."""
    roles = [each.role for each in clause]
    has_denial = PieceRole.DENIES in roles
    for at, role in enumerate(roles):
        before, behind = roles[at - 1] if at else None, roles[at + 1] if at + 1 < len(roles) else None
        beside_option = PieceRole.OPTION in {before, behind}
        if role is PieceRole.OTHERS:
            told = _BEHIND.get(behind) if behind is not None else None
            claims.others, claims.left = told, claims.left or told is None or told is Claim.PERHAPS
        elif role is PieceRole.ALL:
            claims.counted = True
            claims.refused |= behind in {PieceRole.DENIED, PieceRole.DENIES, PieceRole.UNTESTED}
            for code in codes:
                claims.add(code, Claim.SO)
        elif role is PieceRole.EITHER:
            claims.either |= not (has_denial and _is_denied_list(clause, at))
        elif role is PieceRole.DENIES and not beside_option:
            claims.refused = True
        elif role in {PieceRole.DENIED, PieceRole.UNTESTED, PieceRole.DOUBTS} and not beside_option:
            claims.left |= before not in {PieceRole.OTHERS, PieceRole.ALL}
        claims.left |= role in {PieceRole.REST, PieceRole.ALL_BUT}
        claims.none |= role is PieceRole.NONE
        claims.complete |= role is PieceRole.COMPLETE


def _is_denied_list(clause: Sequence[Piece], at: int) -> bool:
    """Whether an 'or' stands in a list that a denial before it denies as a whole."""
    before = [each.role for each in clause[:at]]
    return PieceRole.DENIES in before and set(before[before.index(PieceRole.DENIES) + 1 :]) <= _LISTING


_LINKS = {PieceRole.JOINS}
_LISTING = {PieceRole.OPTION, PieceRole.JOINS, PieceRole.EITHER}
_BEHIND = {
    PieceRole.DENIED: Claim.NOT,
    PieceRole.UNTESTED: Claim.UNTESTED,
    PieceRole.DOUBTS: Claim.PERHAPS,
    PieceRole.AFFIRMED: Claim.SO,
}
_BEFORE = {PieceRole.UNTESTED: Claim.UNTESTED, PieceRole.DOUBTS: Claim.PERHAPS}
