"""Which drugs of a fact are told apart by their dose, so that a dose beside a name may not be passed over.

Names are compared by their words without the dose: 'low-dose methotrexate' and 'methotrexate 25 mg/m2 or more' are both
methotrexate. Where one of the drugs that share those words has a dose in a name, the dose decides on the wait. Such a
dose is never passed over. Else there is one class whatever the dose, and a dose says nothing about when.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from dialogs.definition.facts.washouts import WashoutsFact
from dialogs.definition.wording import spell_code, words


def write_plainly(text: str) -> str:
    """Returns a text in small letters with doses in one spelling: '25 mg/m2' for '25mg / m²', '<25' for '< 25'."""
    for written, sign in _SIGNS.items():
        text = text.replace(written, sign)
    text = _BEFORE_FIGURE.sub(r"\1", _AREA.sub("/m2", text))
    spaced = " ".join(_BEFORE_UNIT.sub(r"\1 \2", text).split())
    return _PER_DAY.sub(r"\1/day", spaced)


def list_drug_names(fact: WashoutsFact) -> dict[str, str]:
    """Returns every name of a drug in plain small letters, with its code: codes, labels, synonyms."""
    return {name: code for name, code, _ in _list_cores(_list_own_names(fact))}


def list_shared_names(fact: WashoutsFact) -> dict[str, tuple[str, ...]]:
    """Returns the names without a dose of drugs that a dose tells apart, with their codes: of 'low-dose MTX' 'mtx'."""
    return dict(_list_shared(_list_own_names(fact)))


def list_rivals(fact: WashoutsFact, names: Iterable[str]) -> tuple[str, ...]:
    """Returns the codes of the drugs that a dose beside one of these plain names may choose between, in order.

    Empty where a dose says nothing: no drug that shares the words of the name has a dose in any name. Those that have
    bring with them whoever shares the words of that name: 'MTX' may be a synonym of one of two alone.
    """
    own = _list_own_names(fact)
    meant = {code for name in names for code in _find_rivals(own, name)}
    return tuple(code for code in fact.drugs if code in meant)


def list_rivals_of(fact: WashoutsFact, code: str) -> tuple[str, ...]:
    """Returns the codes of the drugs from which a dose tells this one apart, itself among them; else none."""
    return list_rivals(fact, [name for name, own in list_drug_names(fact).items() if own == code])


def _list_own_names(fact: WashoutsFact) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, code)
        for code, drug in fact.drugs.items()
        for name in (code, spell_code(code), *drug.label.values(), *words(drug.synonyms))
    )


_Core = tuple[str, ...]


@lru_cache(maxsize=64)
def _list_cores(own: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str, _Core], ...]:
    """Returns each plain name once, with its code and its words without a dose."""
    names: dict[str, str] = {}
    for name, code in own:
        names.setdefault(write_plainly(name.casefold()), code)
    return tuple((name, code, _find_core(name)) for name, code in names.items())


@lru_cache(maxsize=64)
def _list_shared(own: tuple[tuple[str, str], ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    cores = _list_cores(own)
    taken = {name for name, _, _ in cores}
    bare = {" ".join(core): name for name, _, core in cores if DOSE.search(name) and core}
    shared = {each: _find_rivals(own, name) for each, name in bare.items() if len(each) >= _SHORTEST}
    return tuple((each, codes) for each, codes in shared.items() if codes and each not in taken)


@lru_cache(maxsize=1_000)
def _find_rivals(own: tuple[tuple[str, str], ...], name: str) -> tuple[str, ...]:
    cores = _list_cores(own)
    meant = _find_alike(cores, [_find_core(name)]) | {code for each, code, _ in cores if each == name}
    by_dose = [core for each, code, core in cores if code in meant and DOSE.search(each)]
    return (
        tuple(dict.fromkeys(code for _, code in own if code in meant | _find_alike(cores, by_dose))) if by_dose else ()
    )


def _find_alike(cores: Sequence[tuple[str, str, _Core]], own: Sequence[_Core]) -> set[str]:
    """Returns the codes of the drugs of which a name's words are among those of one in `own`, or hold them."""
    return {code for _, code, core in cores if core and any(each and _is_part({*each}, {*core}) for each in own)}


def _is_part(one: set[str], other: set[str]) -> bool:
    return one <= other or other <= one


def _find_core(name: str) -> _Core:
    """Returns the words of a plain name without those of a dose."""
    return tuple(each for each in _WORD.findall(DOSE.sub(" ", name)) if each not in _NO_DRUG)


_LIMIT = r"(?<!\w)(?:below|above|under|over|at least|at most|up to|less than|more than|from|[<>≤≥]=?)"
_UNIT = r"(?:mg|mcg|µg|μg|g|gm|grams?|milligrams?|iu|ie|units?|u)"
_PER = r"(?: ?(?:/|per) ?(?:m2|kg|day|d|dose|week|cycle))*"
_BEHIND = r"(?: (?:or|and) (?:more|less|above|below|over|higher|lower))?"
_AMOUNT = rf"(?:{_LIMIT} ?)?(?<![\w.,])\d[\d.,]* ?{_UNIT}{_PER}(?!\w){_BEHIND}"
_WORDED = r"(?<![\w-])(?:low|lower|high|higher|intermediate|moderate|reduced|standard|full)[ -]doses?(?: of)?"
DOSE = re.compile(rf"{_AMOUNT}|{_WORDED}(?!\w)")
"""A dose in plain small letters: an amount with its unit, with or without a limit, or a word such as 'high-dose'."""
_AREA = re.compile(r" ?(?:/|\bper\b) ?m(?:\^?2|²)")
_SIGNS = {">=": "≥", "=>": "≥", "<=": "≤", "=<": "≤"}
_BEFORE_FIGURE = re.compile(r"([<>≤≥]=?) (?=\d)")
_BEFORE_UNIT = re.compile(rf"(\d)({_UNIT})(?![\w])")
_PER_DAY = re.compile(rf"(?<=\d )({_UNIT}(?:/(?:m2|kg))?) (?:(?:a|per|each|every|once a) day|(?:once )?daily)(?!\w)")
_NO_DRUG = frozenset({"low", "high", "dose", "of", "or", "and", "a", "an", "the", "per", "day", "daily", "with", "m2"})
_WORD = re.compile(r"[^\W_]+")
_SHORTEST = 3
"""Fewer letters stand for no drug."""
