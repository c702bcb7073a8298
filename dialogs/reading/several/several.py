"""Reads what is so, of a fact of which several options may be: a full list in its own words, none, or asked back.

What is not named is not so, as the question says. So whatever could be more, less or other than it says is asked back.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from dialogs.definition.facts import SeveralFact
from dialogs.reading.doubts import strip_doubt
from dialogs.reading.outcome import AskBackReading, Misread, Read, Reading
from dialogs.reading.several.claims import DENYING, Claim, Claims
from dialogs.reading.several.clause_claims import collect_claims
from dialogs.reading.several.joined_clauses import join_claims
from dialogs.reading.several.ordering import order_selected
from dialogs.reading.several.pieces import ASKED_BACK, ClaimPiece, ClaimRole, mend_slips, split_clauses
from dialogs.reading.several.signs import write_signs
from dialogs.reading.vocabulary import find_reading, make_ask_back
from dialogs.reading.word_readings import Tokens, split_tokens
from dialogs.rules.answers import Selected

MOST_OFFERS = 4
"""More readings than these are not offered: the question is asked again."""


def read_several(fact: SeveralFact, text: str) -> Reading:
    """Reads a text that is no single word of `fact`. Codes and untested ones stand in the order of the definition."""
    certain, doubt = strip_doubt(text)
    if doubt and (said := find_reading(fact, certain)) is not None:
        return _ask_back(said, "doubt")
    typed = split_tokens(write_signs(fact, text))
    reading = _read_tokens(fact, typed)
    if isinstance(reading, Read) or (mended := mend_slips(fact, typed)) == typed:
        return reading
    again = _ask_back(_read_tokens(fact, mended), "named")
    return reading if isinstance(again, Misread) else again


def _ask_back(reading: Reading, reason: str) -> Reading:
    return AskBackReading(reason, (reading.answer,)) if isinstance(reading, Read) else reading


def _read_tokens(fact: SeveralFact, typed: Tokens) -> Reading:
    clauses = join_claims(split_clauses(fact, typed))
    if told := [piece for clause in clauses for piece in clause if piece.role is ClaimRole.TOLD]:
        return _read_told(fact, clauses, told)
    claims = collect_claims(clauses, list(fact.options))
    if fact.not_tested is None and Claim.UNTESTED in {*_collect_said(claims), claims.others}:
        return Misread("untested")
    if claims.elsewhere or (claims.either and Claim.NOT in _collect_said(claims)):
        return Misread("unclear") if claims.said or claims.none else _MISREAD
    if not claims.said and not claims.none:
        return AskBackReading("named", (Selected(),)) if claims.refused and not claims.left else _MISREAD
    offers = list(dict.fromkeys(_iterate_answers(fact, claims)))
    is_denied = any(piece.role in DENYING for clause in clauses for piece in clause)
    if is_denied or Claim.NOT in {*_collect_said(claims), *claims.wider.values()}:
        offers.sort(key=lambda each: len(each.codes))  # what is denied is never offered first
    reason = _find_reason(fact, claims, len(offers))
    if not reason:
        return Read(offers[0])
    return AskBackReading(reason, tuple(offers)) if 0 < len(offers) <= MOST_OFFERS else Misread("unclear")


def _read_told(fact: SeveralFact, clauses: Sequence[Sequence[ClaimPiece]], told: Sequence[ClaimPiece]) -> Reading:
    """Reads a text with words of another time, or of the definition's ask-backs: what else it names is in each offer.

    What stands beside them and denies or doubts is not told apart: then the question is asked again.
    """
    first = min(told, key=lambda each: each.code.startswith(ASKED_BACK))
    if not first.code.startswith(ASKED_BACK):
        return Misread(first.code)
    asked = make_ask_back(fact, int(first.code.removeprefix(ASKED_BACK)))
    pieces = [piece for clause in clauses for piece in clause]
    named = [piece.code for piece in pieces if piece.role is ClaimRole.OPTION]
    is_plain = len(told) == 1 and all(piece.role in _PLAIN for piece in pieces)
    if isinstance(asked, Misread) or not is_plain:
        return Misread(first.code)
    offers = [order_selected(fact, (*each.codes, *named)) for each in asked.offers if isinstance(each, Selected)]
    return AskBackReading(asked.reason, tuple(dict.fromkeys(offers)) if named else asked.offers)


def _collect_said(claims: Claims) -> set[Claim]:
    return {claim for each in claims.said.values() for claim in each}


def _find_reason(fact: SeveralFact, claims: Claims, readings: int) -> str:
    """Returns why a text is asked back; empty where it is clear."""
    named = _collect_said(claims)
    if claims.counted and claims.refused:
        return "named"
    if claims.left or (claims.refused and not claims.none):
        return "left"
    if claims.either:
        return "several"
    if Claim.PERHAPS in named:
        return "doubt"
    if readings > 1:
        return "unclear"
    if claims.counted or claims.others is Claim.SO:
        return "counted"
    is_whole = claims.none or claims.others is not None or claims.said.keys() >= fact.options.keys()
    return "" if Claim.SO in named or is_whole else "open"


def _iterate_answers(fact: SeveralFact, claims: Claims) -> Iterator[Selected]:
    """Yields the answers that a text may be, the plainest first."""
    if claims.counted and claims.refused:
        yield Selected()
        return
    so = [code for code, said in claims.said.items() if Claim.SO in said]
    if claims.either:
        lone = [{**claims.said, other: {Claim.NOT}} for other in so[::-1]]
        for said in (*lone, claims.said) if len(so) == _PAIR else ():  # of more, which of them is not clear
            yield from _iterate_products(fact, claims, said)
        return
    if claims.none and so:
        yield from _iterate_products(fact, claims, {code: said - {Claim.SO} for code, said in claims.said.items()})
    yield from _iterate_products(fact, claims, claims.said)
    if claims.wider:
        yield from _iterate_products(fact, claims, {**claims.said, **{c: {each} for c, each in claims.wider.items()}})


def _iterate_products(fact: SeveralFact, claims: Claims, said: Mapping[str, set[Claim]]) -> Iterator[Selected]:
    """Yields an answer for each way to take what is said of an option in doubt, or twice."""
    choices = [[(code, claim) for claim in _list_choices(each)] for code, each in said.items() if each]
    if sum(len(each) > 1 for each in choices) > _MOST_DOUBTED:
        return
    for taken in product(*choices):
        by_code = dict(taken)
        if claims.others in {Claim.SO, Claim.UNTESTED}:
            by_code = dict.fromkeys(fact.options, claims.others) | by_code
        yield order_selected(
            fact,
            (code for code, claim in by_code.items() if claim is Claim.SO),
            (code for code, claim in by_code.items() if claim is Claim.UNTESTED),
        )


def _list_choices(said: set[Claim]) -> list[Claim]:
    meant = {Claim.SO, Claim.NOT} | said if Claim.PERHAPS in said else said
    return [each for each in Claim if each in meant and each is not Claim.PERHAPS]


_PLAIN = {ClaimRole.OPTION, ClaimRole.TOLD, ClaimRole.JOINS}
_MISREAD = Misread("not_an_answer")
_PAIR = 2
_MOST_DOUBTED = 2
"""Options in doubt of which each is offered as so and as not so."""
