"""The clauses of a text about last doses: a drug with its time, one without the other, the day of the end."""

import re
from collections.abc import Sequence
from dataclasses import replace

from dialogs.definition.facts.washouts import WashoutsFact
from dialogs.definition.wording import words
from dialogs.reading.days.day_words import AGO
from dialogs.reading.days.durations import UNITS
from dialogs.reading.plain_words import HEDGES
from dialogs.reading.washouts.dose_clauses import DoseClause, find_clause_drugs
from dialogs.reading.washouts.dose_times import DATE_SIGN, FIRST_DATE, DoseTime, may_be_course, read_dose_time
from dialogs.reading.washouts.drug_names import DOSE_SIGN, DRUG_SIGN, DrugText, NamedDrug
from dialogs.reading.washouts.washout_words import (
    AROUND_END,
    BEFORE,
    CORRECTING,
    FILLERS,
    LEADING,
    NO_MORE,
    NOT_GIVEN,
    ONGOING,
    SINCE,
)


def split_clauses(fact: WashoutsFact, marked: DrugText) -> list[DoseClause]:
    """Returns the clauses of a text in small letters, with signs for drugs and dates; 'none else' is passed over.

    A time in a clause of its own belongs to the one drug in the clause before it. A dose in a clause of its own may
    belong to any drug.
    """
    summed = _SUM_WITH_AND.sub(r"\1 ", marked.text)
    pieces = [" ".join(_STRIPPED.sub(" ", each).split()) for each in _SEPARATOR.split(summed)]
    has_dose = any(DOSE_SIGN in each and not DRUG_SIGN.search(each) for each in pieces)
    said = [each for each in pieces if each and each not in _NO_MORE]
    read = [_read_clause(fact, marked.named, each, has_dose=has_dose) for each in said]
    clauses = [each for each in read if each != DoseClause()]
    joined: list[DoseClause] = []
    for i, each in enumerate(clauses):
        before = joined[-1] if joined else DoseClause()
        is_lone_drug = before.is_one_drug and before.time is None and not before.is_denied and not before.strange
        is_one_of_many = i > 1 and _lacks_time(clauses[i - 2])
        if each.time and not each.drugs and not each.strange and is_lone_drug and not is_one_of_many:
            joined[-1] = replace(before, time=each.time)
        else:
            joined.append(each)
    return joined


def _lacks_time(clause: DoseClause) -> bool:
    return bool(clause.drugs) and clause.time is None and not clause.is_denied


def _read_clause(fact: WashoutsFact, named: Sequence[NamedDrug], piece: str, *, has_dose: bool) -> DoseClause:
    drugs = find_clause_drugs(fact, named, piece, has_dose=has_dose)
    clause = " ".join(piece.replace(DOSE_SIGN, " ").split())
    if not drugs.drugs:
        place = _find_end(fact, clause)
        return DoseClause(end=place) if place is not None else _read_time(fact, drugs, [clause, ""])
    return drugs if drugs.strange else _read_time(fact, drugs, DRUG_SIGN.split(clause))


def _read_time(fact: WashoutsFact, drugs: DoseClause, parts: Sequence[str]) -> DoseClause:
    """Reads what stands before and behind a drug: one time at most, or that it was not given."""
    certain = [" ".join(_HEDGED.sub(" ", each).split()) for each in parts]
    doubts = ("about",) if any(map(_HEDGED.search, parts)) else ()
    whole = " ".join(each for each in certain if each)
    if whole in _ONGOING:
        return replace(drugs, time=DoseTime(0, 0, doubts=("ongoing", *doubts)))
    said = [(_strip(each, is_before_drug=i < len(parts) - 1), i < len(parts) - 1) for i, each in enumerate(certain)]
    said = [each for each in said if each[0]]
    if not said:
        return replace(drugs, doubts=doubts if drugs.drugs else ())
    if len(said) > 1:
        return replace(drugs, strange=True)
    phrase, is_before = said[0]
    if drugs.drugs and phrase in _NOT_GIVEN and not _NOT_ENDED.search(whole):
        return replace(drugs, is_denied=True, doubts=doubts)
    time = read_dose_time(fact, phrase, is_before_drug=is_before and bool(drugs.drugs))
    if time is None or (drugs.drugs and may_be_course("".join(certain), is_before_drug=is_before)):
        has_figure = bool(_FIGURE.search(phrase) or DATE_SIGN.search(phrase))
        unknown = set(_WORD.findall(phrase)) - list_end_names(fact) - _END_WORDS - _OF_TIMES
        is_other = any(len(each) >= _SHORTEST_NAME for each in unknown) and unknown.isdisjoint(_CORRECTING)
        return replace(drugs, strange=True, names_other=is_other and not drugs.drugs, has_figure=has_figure)
    return replace(drugs, time=replace(time, doubts=(*time.doubts, *doubts)))


def _strip(part: str, *, is_before_drug: bool) -> str:
    """Returns a part of a clause without the words at its ends that say nothing."""
    bare = " ".join(part.split())
    if is_before_drug:
        bare = _SINCE_DRUG.sub("", bare)
    return _BEHIND.sub("", _IN_FRONT.sub("", f"{bare} ")).strip()


def _find_end(fact: WashoutsFact, clause: str) -> int | None:
    """Returns the place of a clause's one date where nothing but the end of the wait stands beside it."""
    dates = DATE_SIGN.findall(clause)
    names = list_end_names(fact) | _END_WORDS
    said = _WORD.findall(DATE_SIGN.sub(" ", clause))
    if len(dates) != 1 or _SIGNED.search(clause) or not set(said) <= names | _AROUND_END or names.isdisjoint(said):
        return None
    return ord(dates[0]) - FIRST_DATE


def list_end_names(fact: WashoutsFact) -> frozenset[str]:
    """Returns the words that name the end of the wait, in small letters."""
    return frozenset(word for end in fact.end.values() for word in _WORD.findall(end.casefold())) - _AROUND_END


def _join(*tables: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted({w for table in tables for w in table}, key=len, reverse=True))


_SEPARATOR = re.compile(r"(?<!\d),|,(?!\d)|;|\+|&|(?<=[^\W\d])\.(?= )|\band\b(?! (?:a half|1/2))|\bplus\b|\bthen\b")
_SUM_WITH_AND = re.compile(r"(\d ?(?:years?|months?|weeks?|wks?)),? and (?=\d+ ?(?:months?|weeks?|wks?|days?|d)\b)")
_STRIPPED = re.compile(r"[:()=]|(?<!\d) ?-+ |(?<=\D)-(?=[\d\ue100-\uefff])|\b-(?=[\ue100-\uefff])")
_NO_MORE = frozenset(words(NO_MORE))
_NOT_GIVEN = frozenset(words(NOT_GIVEN))
_ONGOING = frozenset(words(ONGOING))
_NOT_ENDED = re.compile(r"\b(?:stopped|ended|finished|completed|discontinued|ceased)$")
"""'Never stopped' is not 'never'."""
_END_WORDS = frozenset({"start", "planned"})
_AROUND_END = frozenset(words(AROUND_END)) - _END_WORDS
_OF_TIMES = frozenset({*UNITS, *(each for table in (AGO, BEFORE, FILLERS, LEADING) for each in words(table))})
_CORRECTING = frozenset(words(CORRECTING))
_SHORTEST_NAME = 3
_WORD = re.compile(r"[^\W\d_]+")
_FIGURE = re.compile(r"\d")
_SIGNED = re.compile(r"[\d<>≤≥≠±~%]")
_HEDGED = re.compile(rf"(?<![\w-])(?:{'|'.join(HEDGES)}|or so)(?![\w-])\.?|[~≈]")
_IN_FRONT = re.compile(rf"^(?:(?:{_join(words(FILLERS), words(LEADING))}) (?!least|most))+")
_BEHIND = re.compile(rf"(?: (?:{_join(words(FILLERS))}))+ ?$")
_SINCE_DRUG = re.compile(
    rf"(?:^| )(?:{_join(words(SINCE))})(?: the)?(?: last| final| most recent)?"
    r"(?: (?:dose|infusion|injection)(?: of)?)?$"
)
