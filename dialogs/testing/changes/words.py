"""What two definitions write differently, entry by entry, and the words that they read differently."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dialogs.definition.trial import Definition
from dialogs.loading.compiled_trial import Trial
from dialogs.reading.outcome import Misread, Read
from dialogs.reading.vocabulary import collect_vocabulary
from dialogs.reading.word_readings import WordReading
from dialogs.verdict.answer_words import word_answer

NOTHING = "nothing"


@dataclass(frozen=True)
class Rewritten:
    """An entry of the definition that differs, such as `facts.kmt2a.ask.en`; `NOTHING` where one side has none."""

    entry: str
    old: str
    new: str


@dataclass(frozen=True)
class Reread:
    """A word that is read differently as an answer to a fact."""

    fact: str
    word: str
    old: str
    new: str


def find_rewritten(old: Definition, new: Definition) -> Iterator[Rewritten]:
    """Yields the entries that differ, in the order of the new definition, then those that are gone."""
    before, after = (
        dict(_list_entries(each.model_dump(mode="json", by_alias=True, exclude_none=True, warnings=False)))
        for each in (old, new)
    )
    for entry in dict.fromkeys((*after, *before)):
        one, other = before.get(entry, NOTHING), after.get(entry, NOTHING)
        if one != other:
            yield Rewritten(entry, one, other)


def find_reread(old: Trial, new: Trial) -> Iterator[Reread]:
    """Yields the words that facts of both definitions read differently."""
    for fact in new.facts:
        if fact not in old.facts:
            continue
        before, after = collect_vocabulary(old.facts[fact]).readings, collect_vocabulary(new.facts[fact]).readings
        for word in dict.fromkeys((*after, *before)):
            one, other = _describe_reading(old, fact, before.get(word)), _describe_reading(new, fact, after.get(word))
            if one != other:
                yield Reread(fact, word, one, other)


def _describe_reading(trial: Trial, fact: str, said: WordReading | None) -> str:
    if said is None:
        return "not a word for it"
    if isinstance(said, Read):
        return f"read as {word_answer(trial.facts[fact], said.answer)}"
    if isinstance(said, Misread):
        return "asked again, with a sentence"
    offers = ", ".join(word_answer(trial.facts[fact], each) for each in said.offers)
    return f"asked back: {offers}" if offers else "asked back"


def _list_entries(plain: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(plain, dict):
        for key, value in plain.items():
            yield from _list_entries(value, f"{path}.{key}" if path else str(key))
    elif isinstance(plain, list):
        for place, value in enumerate(plain, 1):
            yield from _list_entries(value, f"{path}[{place}]")
    else:
        yield path, str(plain)
