"""The clauses of a text about last doses: a drug with its time, one without the other, the day of the end."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dialogs.definition.facts.washouts import WashoutsFact
from dialogs.definition.wording import words
from dialogs.reading.days.day_words import AGO
from dialogs.reading.days.durations import UNITS
from dialogs.reading.plain_words import HEDGES
from dialogs.reading.washouts.dose_times import DATE_SIGN, FIRST_DATE, DoseTime, may_be_course, read_dose_time
from dialogs.reading.washouts.drug_names import DRUG_SIGN, find_drugs
from dialogs.reading.washouts.washout_words import (
    AROUND_END,
    BEFORE,
    CORRECTING,
    FILLERS,
    LEADING,
    NO_MORE,
    NOT_GIVEN,
    SINCE,
)


@dataclass(frozen=True, slots=True)
class DoseClause:
    """What a clause holds. `strange` says that words are left over; `is_denied` that its drug was not given.

    `end` is the place of the date of the end of the wait. `names_other` says that a strange clause may name a drug that
    is not listed, `has_figure` that it holds a number or a date. `doubts` are of the drug, or of its denial.
    """

    drugs: tuple[str, ...] = ()
    time: DoseTime | None = None
    is_denied: bool = False
    end: int | None = None
    strange: bool = False
    names_other: bool = False
    has_figure: bool = False
    doubts: tuple[str, ...] = ()


def split_clauses(fact: WashoutsFact, text: str) -> list[DoseClause]:
    """Returns the clauses of a text in small letters, with signs for drugs and dates; 'none else' is passed over.

    A time in a clause of its own belongs to the one drug in the clause before it.
    """
    summed = _SUM_WITH_AND.sub(r"\1 ", text)
    pieces = [" ".join(_STRIPPED.sub(" ", each).split()) for each in _SEPARATOR.split(summed)]
    clauses = [_read_clause(fact, each) for each in pieces if each and each not in _NO_MORE]
    clauses = [each for each in clauses if each != DoseClause()]
    joined: list[DoseClause] = []
    for i, each in enumerate(clauses):
        before = joined[-1] if joined else DoseClause()
        is_lone_drug = len(before.drugs) == 1 and before.time is None and not before.is_denied and not before.strange
        is_one_of_many = i > 1 and _lacks_time(clauses[i - 2])
        if each.time and not each.drugs and not each.strange and is_lone_drug and not is_one_of_many:
            joined[-1] = DoseClause(before.drugs, each.time, doubts=before.doubts)
        else:
            joined.append(each)
    return joined


def _lacks_time(clause: DoseClause) -> bool:
    return bool(clause.drugs) and clause.time is None and not clause.is_denied


def _read_clause(fact: WashoutsFact, clause: str) -> DoseClause:
    drugs = tuple(find_drugs(fact, clause))
    if not drugs:
        place = _find_end(fact, clause)
        return DoseClause(end=place) if place is not None else _read_time(fact, (), [clause, ""])
    if len(drugs) > 1:
        return DoseClause(drugs, strange=True)
    return _read_time(fact, drugs, DRUG_SIGN.split(clause))


def _read_time(fact: WashoutsFact, drugs: tuple[str, ...], parts: Sequence[str]) -> DoseClause:
    """Reads what stands before and behind a drug: one time at most, or that it was not given."""
    certain = [_HEDGED.sub(" ", each) for each in parts]
    doubts = ("about",) if certain != list(parts) else ()
    said = [(_strip(each, is_before_drug=i < len(parts) - 1), i < len(parts) - 1) for i, each in enumerate(certain)]
    said = [each for each in said if each[0]]
    if not said:
        return DoseClause(drugs, doubts=doubts if drugs else ())
    if len(said) > 1:
        return DoseClause(drugs, strange=True)
    phrase, is_before = said[0]
    if drugs and phrase in _NOT_GIVEN:
        return DoseClause(drugs, is_denied=True, doubts=doubts)
    time = read_dose_time(fact, phrase, is_before_drug=is_before and bool(drugs))
    if time is None or (drugs and may_be_course("".join(certain), is_before_drug=is_before)):
        has_figure = bool(_FIGURE.search(phrase) or DATE_SIGN.search(phrase))
        unknown = set(_WORD.findall(phrase)) - list_end_names(fact) - _END_WORDS - _OF_TIMES
        names_other = (
            not drugs and any(len(each) >= _SHORTEST_NAME for each in unknown) and unknown.isdisjoint(_CORRECTING)
        )
        return DoseClause(drugs, strange=True, names_other=names_other, has_figure=has_figure)
    return DoseClause(drugs, DoseTime(time.least, time.most, time.is_ago, time.day, (*time.doubts, *doubts)))


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
    if len(dates) != 1 or _FIGURE.search(clause) or not set(said) <= names | _AROUND_END or names.isdisjoint(said):
        return None
    return ord(dates[0]) - FIRST_DATE


def list_end_names(fact: WashoutsFact) -> frozenset[str]:
    """Returns the words that name the end of the wait, in small letters."""
    return frozenset(word for end in fact.end.values() for word in _WORD.findall(end.casefold())) - _AROUND_END


def _join(*tables: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted({w for table in tables for w in table}, key=len, reverse=True))


_SEPARATOR = re.compile(r"(?<!\d),|,(?!\d)|;|\+|&|(?<=[^\W\d])\.(?= )|\band\b(?! (?:a half|1/2))|\bplus\b|\bthen\b")
_SUM_WITH_AND = re.compile(r"(\d ?(?:years?|months?|weeks?|wks?)),? and (?=\d+ ?(?:months?|weeks?|wks?|days?|d)\b)")
_AMOUNT = r"(?<![\w.,])\d[\d.,]* ?(?:mg|mcg|µg|g|iu|units?)(?: ?/ ?(?:m2|m²|kg|day|d))*(?!\w)"
"""How much was given says nothing about when."""
_STRIPPED = re.compile(rf"{_AMOUNT}|[:()=]|(?<!\d) ?-+ |(?<=\D)-(?=[\d\ue100-\uefff])|\b-(?=[\ue100-\uefff])")
_NO_MORE = frozenset(words(NO_MORE))
_NOT_GIVEN = frozenset(words(NOT_GIVEN))
_END_WORDS = frozenset({"start", "planned"})
_AROUND_END = frozenset(words(AROUND_END)) - _END_WORDS
_OF_TIMES = frozenset({*UNITS, *(each for table in (AGO, BEFORE, FILLERS, LEADING) for each in words(table))})
_CORRECTING = frozenset(words(CORRECTING))
_SHORTEST_NAME = 3
_WORD = re.compile(r"[^\W\d_]+")
_FIGURE = re.compile(r"\d")
_HEDGED = re.compile(rf"(?<![\w-])(?:{'|'.join(HEDGES)}|or so)(?![\w-])\.?|[~≈]")
_IN_FRONT = re.compile(rf"^(?:(?:{_join(words(FILLERS), words(LEADING))}) (?!least|most))+")
_BEHIND = re.compile(rf"(?: (?:{_join(words(FILLERS))}))+ ?$")
_SINCE_DRUG = re.compile(
    rf"(?:^| )(?:{_join(words(SINCE))})(?: the)?(?: last| final| most recent)?"
    r"(?: (?:dose|infusion|injection)(?: of)?)?$"
)
