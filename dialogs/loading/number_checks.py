"""Checks of facts that are answered by a number: no unit and no word stands for two, and nothing given is in vain."""

from collections.abc import Iterator

from dialogs.definition.document import KeyPath
from dialogs.definition.facts import NumberFact, NumericFact
from dialogs.definition.spelling import fold
from dialogs.definition.unit_spelling import begins_with_power, fold_unit
from dialogs.definition.wording import words
from dialogs.loading.limit_checks import LocatedFault
from dialogs.rules.domains import is_whole


def check_numeric(fact: NumericFact, at: KeyPath) -> Iterator[LocatedFault]:
    """Yields the faults of a fact that is answered by a number, but for those of its range."""
    yield from _check_words(fact, at)
    if isinstance(fact, NumberFact):
        yield from _check_together(fact, at)
        yield from _check_units(fact, at)


def _check_words(fact: NumericFact, at: KeyPath) -> Iterator[LocatedFault]:
    missing = {
        fold(word): key
        for key, each in (("unknown", fact.unknown), ("pending", fact.pending))
        for word in ([*each.label.values(), *words(each.synonyms)] if each else [])
    }
    meant: dict[str, float] = {}
    labelled: set[float] = set()
    for i, each in enumerate(fact.words_for):
        here: KeyPath = (*at, "words_for", i)
        for word in (*words(each.words), *(each.label or {}).values()):
            if meant.setdefault(fold(word), each.number) != each.number:
                yield here, f"'{word}' stands for two numbers: keep it at one of them"
            if fold(word) in missing:
                yield here, f"'{word}' is a word of '{missing[fold(word)]}' too: keep it in one of them"
            if fold(word).isdecimal():
                yield here, f"'{word}' is a figure, and read as itself: remove it"
        if each.label is not None and each.number in labelled:
            yield (*here, "label"), f"{each.number} has a label already: keep one of them"
        labelled |= {each.number} if each.label is not None else set()
        if is_whole(fact) and not float(each.number).is_integer():
            yield (*here, "number"), "only whole numbers answer this fact: write a whole one"


def _check_together(fact: NumberFact, at: KeyPath) -> Iterator[LocatedFault]:
    given = [key for key in ("units", "ratio_to", "titre", "computed") if getattr(fact, key)]
    for key in ("ratio_to", "titre"):
        others = [each for each in given if each != key]
        if key in given and others:
            remedy = "keep the one by which people give it"
            yield (*at, key), f"'{key}' does not go together with '{others[0]}': {remedy}"


def _check_units(fact: NumberFact, at: KeyPath) -> Iterator[LocatedFault]:
    own = [*(fact.unit or {}).values(), *(fact.unit_one or {}).values(), *words(fact.synonyms)]
    if fact.units and fact.unit is None:
        yield (*at, "units"), "other units are converted into the fact's own, which has none: add 'unit'"
    known = dict.fromkeys(map(fold_unit, own), "")
    for written in own:
        yield from _check_spelling(written, (*at, "unit"))
    for name, each in fact.units.items():
        here: KeyPath = (*at, "units", name)
        for written in (name, *words(each.synonyms)):
            other = known.setdefault(fold_unit(written), name)
            if other != name:
                whose = f"'{other}'" if other else "the fact's own unit"
                yield here, f"'{written}' is written like {whose}, and so stands for two units: keep one of them"
            yield from _check_spelling(written, here)
        if not fact.decimals and not (float(each.times).is_integer() and float(each.plus).is_integer()):
            yield here, "a converted number is not whole, and only whole ones answer this fact: say 'decimals: true'"


def _check_spelling(written: str, at: KeyPath) -> Iterator[LocatedFault]:
    folded = fold_unit(written)
    if folded[:1] in "0123456789-_" and not begins_with_power(folded):
        remedy = "begin it with a letter, a sign, or a power of ten such as 10^9"
        yield at, f"behind a number nobody could tell where the unit '{written}' begins: {remedy}"
