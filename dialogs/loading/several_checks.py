"""Checks of facts of which several options may be so: no word is two things, and a list of words is read one way."""

from collections.abc import Iterator

from dialogs.definition.document import KeyPath
from dialogs.definition.facts import SeveralFact
from dialogs.definition.options import Option
from dialogs.definition.spelling import fold
from dialogs.definition.wording import words
from dialogs.loading.limit_checks import LocatedFault, offer_one_of


def check_several(fact: SeveralFact, at: KeyPath) -> Iterator[LocatedFault]:
    """Yields the faults of a fact's options and of its words."""
    for code, option in fact.options.items():
        place = (*at, "options", code)
        if code in _RESERVED:
            yield place, f"'{code}' is a word of the format: choose another code for the option"
        yield from ((((*place, key)), _NO_EFFECT.format(key=key)) for key in _list_needless(option))
    for i, entry in enumerate(fact.ask_back):
        for code in sorted(set(entry.offer) - {*fact.options, *_OFFERED}):
            message = f"'{code}' is no option of this fact: {offer_one_of([*fact.options, *_OFFERED])}"
            yield (*at, "ask_back", i, "offer"), message
    yield from _check_words(fact, at)


def _check_words(fact: SeveralFact, at: KeyPath) -> Iterator[LocatedFault]:
    """Yields words that stand for two things, and those in which a list would be cut."""
    said: dict[str, KeyPath] = {}
    for way, given in _iterate_words(fact):
        for word in given:
            other = said.setdefault(fold(word), way)
            if other != way:
                message = f"'{word}' stands for two answers (also at {'.'.join(map(str, other))})"
                yield (*at, *way), f"{message}: keep it in one of them"
            if ";" in word:
                yield (*at, *way), f"'{word}' holds a semicolon, which parts what is named: write it without one"
    for way, given in _iterate_neutral(fact):
        for word in given:
            if fold(word) in said:
                yield (*at, *way), f"'{word}' says something elsewhere in this fact: keep it there, or here"


def _iterate_words(fact: SeveralFact) -> Iterator[tuple[KeyPath, list[str]]]:
    """Yields what people may say to a fact, with the place as which it is read."""
    for code, option in fact.options.items():
        yield ("options", code), [code, *option.label.values(), *words(option.synonyms)]
    for i, entry in enumerate(fact.ask_back):
        yield ("ask_back", i), words(entry.words)
    for i, other in enumerate(fact.times.others if fact.times else []):
        yield ("times", "others", i), words(other.words)
    missing = (
        ("none", fact.none),
        ("not_tested", fact.not_tested),
        ("pending", fact.pending),
        ("unknown", fact.unknown),
    )
    for key, each in missing:
        if each is not None:
            yield (key,), [*each.label.values(), *words(each.synonyms)]


def _iterate_neutral(fact: SeveralFact) -> Iterator[tuple[KeyPath, list[str]]]:
    yield ("neutral",), words(fact.neutral)
    yield ("doubts",), words(fact.doubts)
    yield ("times", "asked"), words(fact.times.asked if fact.times else None)


def _list_needless(option: Option) -> list[str]:
    """Returns the keys of an option that nothing reads here."""
    return [key for key in _CHOSEN_ALONE if key in option.model_fields_set]


_CHOSEN_ALONE = ("denied", "beside", "affirmed", "fusions", "amounts", "dosed", "remarks")
_NO_EFFECT = "{key} has no effect where several options may be so: leave it out, or write its words as synonyms"
_OFFERED = ("none", "pending", "unknown")
_RESERVED = {"all", "any", "not", *_OFFERED}
