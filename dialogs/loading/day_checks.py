"""Checks of facts that count days or months: windows, waiting times of drugs, whole months."""

from collections.abc import Iterator, Mapping
from string import Formatter

from dialogs.definition.document import KeyPath
from dialogs.definition.facts import DaysBetweenFact, Fact, MonthsBetweenFact, WashoutsFact
from dialogs.definition.spelling import fold
from dialogs.definition.wording import spell_code, words
from dialogs.loading.limit_checks import LocatedFault


def check_days(fact: Fact, at: KeyPath) -> Iterator[LocatedFault]:
    """Yields the faults of what a fact says about days or months; none of any other fact."""
    if isinstance(fact, DaysBetweenFact):
        yield from _check_window(fact, at)
    elif isinstance(fact, WashoutsFact):
        for key, wording, gap in (("delay", fact.delay, "days"), ("clear", fact.clear, "date")):
            if _lacks_gap(wording, gap):
                yield (*at, key), f"a wording that holds {{{gap}}}, and no other brace, is needed: add it"
        yield from _check_drugs(fact, at)
    elif isinstance(fact, MonthsBetweenFact) and not all(
        float(each).is_integer() for each in (fact.range.min, fact.range.max)
    ):
        yield (*at, "range"), "months are counted whole here: give whole numbers as min and max"


def _check_window(fact: DaysBetweenFact, at: KeyPath) -> Iterator[LocatedFault]:
    if fact.clear_from is None:
        return
    if not fact.range.min < fact.clear_from <= fact.range.max:
        remedy = f"give a number in {fact.range.min} to {fact.range.max}"
        yield (*at, "clear_from"), f"{fact.clear_from} lies outside the range: {remedy}"
    for key, wording, word in (("delay", fact.delay, "days"), ("clear", fact.clear, "date")):
        if wording is None or _lacks_gap(wording, word):
            yield (*at, key), f"with clear_from, a wording that holds {{{word}}}, and no other brace, is needed: add it"


def _check_drugs(fact: WashoutsFact, at: KeyPath) -> Iterator[LocatedFault]:
    """Yields words that stand for two drugs, or for a drug and for none; 'm²' and 'm2' are the same.

    Names that hold each other, or that a dose tells apart, are no fault: the longer counts, and a dose is asked back.
    """
    own = [] if fact.none is None else [*fact.none.label.values(), *words(fact.none.synonyms)]
    named: dict[str, str] = {fold(word): "none" for word in own}
    for code, drug in fact.drugs.items():
        if code in RESERVED:
            yield (*at, "drugs", code), f"'{code}' is a word of the format: choose another code for the drug"
        names = (spell_code(code), *drug.label.values(), *words(drug.synonyms))
        own_words = {fold(each.replace("²", "2")): each for each in names}
        for folded, word in own_words.items():
            other = named.setdefault(folded, code)
            if other != code:
                yield (*at, "drugs", code), f"'{word}' also stands for '{other}': keep it at one of them"


def _lacks_gap(wording: Mapping[str, str], gap: str) -> bool:
    return any(_list_gaps(text) != {gap} for text in wording.values())


def _list_gaps(text: str) -> set[str]:
    """Returns what a text leaves open between braces; nothing where the braces are not in order."""
    try:
        parsed = [each[1:] for each in Formatter().parse(text) if each[1] is not None]
    except ValueError:
        return set()
    return {f"{field}{conversion or ''}{form}" for field, form, conversion in parsed}


RESERVED = {"all", "any", "not", "pending", "unknown"}
"""Words of the format, which no code may be."""
