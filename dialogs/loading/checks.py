"""What the schema alone cannot see: that every name in a definition means something, and every number lies in its range."""

import re
from collections.abc import Iterator
from string import Formatter
from typing import Any

from dialogs.definition import conditions as written
from dialogs.definition.document import KeyPath
from dialogs.definition.facts import DaysBetweenFact, DosePerAreaFact, Fact, NumericFact, OptionFact, list_option_codes
from dialogs.definition.options import AskBack
from dialogs.definition.spelling import fold
from dialogs.definition.trial import Definition
from dialogs.definition.wording import words
from dialogs.rules.domains import is_whole

LocatedFault = tuple[KeyPath, str]

_MISSING = ("pending", "unknown")
_RESERVED = {"all", "any", "not", *_MISSING}
_TRANSLOCATION = re.compile(r"t\((\d{1,2}|X|Y);(\d{1,2}|X|Y)\)")


def check_definition(definition: Definition) -> Iterator[LocatedFault]:
    """Yields the way to each fault, and the fault with its remedy."""
    for fact_id, fact in definition.facts.items():
        yield from _fact(definition, fact_id, fact)
    for criterion_id, criterion in definition.criteria.items():
        at = ("criteria", criterion_id)
        yield from _condition(definition, criterion.met_when, (*at, "met_when"), set(definition.facts))
        for i, note in enumerate(criterion.notes):
            for key, condition in (("when", note.when), ("unless", note.unless)):
                if condition is not None:
                    yield from _condition(definition, condition, (*at, "notes", i, key), set(definition.facts))
        if criterion.determination not in definition.determinations:
            yield (
                (*at, "determination"),
                f"no determination is called '{criterion.determination}': {_one_of(definition.determinations)}",
            )
    yield from _determinations(definition)


def _fact(definition: Definition, fact_id: str, fact: Fact) -> Iterator[LocatedFault]:
    at: KeyPath = ("facts", fact_id)
    if fact_id in _RESERVED:
        yield at, f"'{fact_id}' is a word of the format: choose another id for the fact"
    if fact.applies_if is not None:
        earlier = list(definition.facts)[: list(definition.facts).index(fact_id)]
        yield from _condition(definition, fact.applies_if, (*at, "applies_if"), set(earlier))
    if isinstance(fact, OptionFact):
        yield from _options(fact, at)
    if (
        isinstance(fact, NumericFact)
        and is_whole(fact)
        and not (float(fact.range.min).is_integer() and float(fact.range.max).is_integer())
    ):
        yield (
            (*at, "range"),
            "only whole numbers answer this fact: give whole numbers as min and max, or say 'decimals: true'",
        )
    if isinstance(fact, DosePerAreaFact) and fact.reference not in fact.drugs:
        yield (*at, "reference"), f"'{fact.reference}' is not among the drugs: {_one_of(fact.drugs)}"
    if isinstance(fact, DaysBetweenFact):
        yield from _window(fact, at)


def _options(fact: OptionFact, at: KeyPath) -> Iterator[LocatedFault]:
    for code in list_option_codes(fact):
        if code in _RESERVED:
            yield (*at, "options", code), f"'{code}' is a word of the format: choose another code for the option"
    for i, entry in enumerate(fact.ask_back):
        for code in set(entry.offer) - {*list_option_codes(fact), *_MISSING}:
            yield (
                (*at, "ask_back", i, "offer"),
                f"'{code}' is no option of this fact: {_one_of([*list_option_codes(fact), *_MISSING])}",
            )
        yield from _replies(entry, (*at, "ask_back", i, "replies"))
    yield from _beside(fact, at)
    read_as: dict[str, KeyPath] = {}
    for way, said in _said(fact):
        for word in said:
            other = read_as.setdefault(fold(word), way)
            if other != way:
                yield (
                    (*at, *way),
                    f"'{word}' stands for two answers (also at {'.'.join(map(str, other))}): keep it in one of them",
                )


def _replies(entry: AskBack, at: KeyPath) -> Iterator[LocatedFault]:
    meant: dict[str, str] = {}
    for code, replies in entry.replies.items():
        if code not in entry.offer:
            yield (*at, code), f"'{code}' is not offered here: {_one_of(entry.offer)}"
        for word in words(replies):
            if meant.setdefault(fold(word), code) != code:
                yield (*at, code), f"'{word}' is a reply for two offers: keep it at one of them"


def _beside(fact: OptionFact, at: KeyPath) -> Iterator[LocatedFault]:
    """Yields words that are to say nothing and yet stand for an option, and translocations that are none."""
    meant = {fold(word) for way, said in _said(fact) if way[0] in {"options", "times"} for word in said}
    for key, beside in ((("neutral",), fact.neutral), (("times", "asked"), fact.times.asked if fact.times else None)):
        for word in words(beside):
            if fold(word) in meant:
                yield (*at, *key), f"'{word}' says something elsewhere in this fact: keep it there, or here"
    for code, option in fact.options.items():
        for word in words(option.beside):
            if fold(word) in meant:
                yield (
                    (*at, "options", code, "beside"),
                    f"'{word}' says something elsewhere in this fact: keep it there, or here",
                )
        for i, each in enumerate(option.fusions.translocations if option.fusions else []):
            if _TRANSLOCATION.fullmatch(each) is None:
                yield (
                    (*at, "options", code, "fusions", "translocations", i),
                    f"'{each}' is no translocation without bands: write t(4;11)",
                )


def _said(fact: OptionFact) -> Iterator[tuple[KeyPath, list[str]]]:
    """Yields what people may say to a fact, with the place that it is read as; case, spaces and hyphens do not matter."""
    for code in list_option_codes(fact):
        option = fact.options.get(code)  # type: ignore[call-overload]  # the two kinds key their options differently
        said = [code] if option is None else [code, *option.label.values(), *words(option.synonyms)]
        yield (
            ("options", code),
            said + ([] if option is None else [word for remark in option.remarks for word in words(remark.words)]),
        )
    for i, entry in enumerate(fact.ask_back):
        yield ("ask_back", i), words(entry.words)
    for i, other in enumerate(fact.times.others if fact.times else []):
        yield ("times", "others", i), words(other.words)
    for key, missing in (("pending", fact.pending), ("unknown", fact.unknown)):
        if missing is not None:
            yield (key,), [*missing.label.values(), *words(missing.synonyms)]


def _window(fact: DaysBetweenFact, at: KeyPath) -> Iterator[LocatedFault]:
    if fact.clear_from is None:
        return
    if not fact.range.min < fact.clear_from <= fact.range.max:
        yield (
            (*at, "clear_from"),
            f"{fact.clear_from} lies outside the range: give a number in {fact.range.min} to {fact.range.max}",
        )
    for key, wording, word in (("delay", fact.delay, "days"), ("clear", fact.clear, "date")):
        if wording is None or any(_fields(text) != {word} for text in wording.values()):
            yield (*at, key), f"with clear_from, a wording that holds {{{word}}}, and no other brace, is needed: add it"


def _fields(text: str) -> set[str]:
    """Returns what a text leaves open between braces; nothing where the braces are not in order."""
    try:
        return {
            f"{field}{conversion or ''}{form}"
            for _, field, form, conversion in Formatter().parse(text)
            if field is not None
        }
    except ValueError:
        return set()


def _condition(
    definition: Definition, condition: written.Condition, at: KeyPath, known: set[str]
) -> Iterator[LocatedFault]:
    if isinstance(condition, written.Not):
        yield from _condition(definition, condition.not_, (*at, "not"), known)
    elif isinstance(condition, written.All | written.AnyOf):
        key, parts = ("all", condition.all) if isinstance(condition, written.All) else ("any", condition.any)
        for i, part in enumerate(parts):
            yield from _condition(definition, part, (*at, key, i), known)
    else:
        yield from _leaf(definition, condition, at, known)


def _leaf(definition: Definition, leaf: written.FactIs, at: KeyPath, known: set[str]) -> Iterator[LocatedFault]:
    at = (*at, leaf.fact)
    if leaf.fact not in definition.facts:
        yield at, f"no fact is called '{leaf.fact}': {_one_of(definition.facts)}"
    elif leaf.fact not in known:
        yield (
            at,
            (
                f"'{leaf.fact}' stands below this fact: a fact can depend only on facts that stand above it, so move"
                " one of them"
            ),
        )
    elif isinstance(definition.facts[leaf.fact], NumericFact):
        yield from _numeric(definition.facts[leaf.fact], leaf.wanted, at)
    else:
        yield from _codes(definition.facts[leaf.fact], leaf.wanted, at)


def _codes(fact: Any, wanted: object, at: KeyPath) -> Iterator[LocatedFault]:
    codes = list_option_codes(fact)
    for code in wanted if isinstance(wanted, list) else [wanted]:
        if code not in codes:
            yield at, f"'{code}' is no value of this fact: {_one_of(codes)}"


def _numeric(fact: Any, wanted: object, at: KeyPath) -> Iterator[LocatedFault]:
    if isinstance(wanted, str | list):
        yield at, "this fact is a number: compare it with at_least, above, at_most or below"
        return
    limits = wanted.limits() if isinstance(wanted, written.Comparison) else [("", wanted)]
    for word, limit in limits:
        if not fact.range.min <= limit <= fact.range.max:
            where = (*at, word) if word else at
            yield (
                where,
                f"{limit} lies outside the range of this fact: give a number from {fact.range.min} to {fact.range.max}",
            )


def _determinations(definition: Definition) -> Iterator[LocatedFault]:
    earlier: dict[str, list[str]] = {}
    for determination_id, determination in definition.determinations.items():
        at: KeyPath = ("determinations", determination_id)
        codes = [outcome.code for outcome in determination.outcomes.all()]
        for code in sorted({code for code in codes if codes.count(code) > 1}):
            yield (*at, "outcomes"), f"two outcomes have the code '{code}': give each its own"
        if all(criterion.determination != determination_id for criterion in definition.criteria.values()):
            yield at, "no criterion leads to this determination: name it in a criterion, or remove it"
        if determination.requires and determination.outcomes.off is None:
            yield (
                (*at, "outcomes"),
                "with 'requires', the outcome 'off' is needed: say what the determination is when it has no object",
            )
        for required, wanted in determination.requires.items():
            if required not in earlier:
                yield (
                    (*at, "requires", required),
                    f"no determination that stands above is called '{required}': {_one_of(earlier)}",
                )
                continue
            for code in wanted:
                if code not in earlier[required]:
                    yield (
                        (*at, "requires", required),
                        f"'{code}' is no final outcome of '{required}': {_one_of(earlier[required])}",
                    )
        earlier[determination_id] = [
            outcome.code for outcome in determination.outcomes.all() if outcome is not determination.outcomes.open
        ]


def _one_of(names: Any) -> str:
    listed = list(names)
    return "choose one of " + ", ".join(listed) if listed else "there is none to choose"
