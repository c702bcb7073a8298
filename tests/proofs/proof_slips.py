"""Every slip in one character of every word that a fact knows: none may read as another option.

Run it as a script for all of them.
"""

import sys
from collections.abc import Iterator
from datetime import date
from itertools import islice

from stores import dialogue

from dialogs.definition.facts import OptionFact
from dialogs.definition.spelling import fold
from dialogs.reading import Read, read
from dialogs.reading.vocabulary import collect_vocabulary
from dialogs.reading.word_readings import list_codes, list_option_words
from dialogs.rules.answers import Known

TODAY = date(2026, 6, 1)
LETTERS = "aeinorstuy12+- "


def option_facts() -> dict[str, OptionFact]:
    """Returns the facts of Interfant-21 that are answered by an option."""
    return {name: fact for name, fact in dialogue().trial.facts.items() if isinstance(fact, OptionFact)}


def misread(fact: OptionFact, *, every: int = 1) -> Iterator[str]:
    """Yields each slip, or each `every`-th, that reads as another option without being that option's own word."""
    exact = collect_vocabulary(fact).readings
    for code, word, slip in islice(_slips_of(fact), 0, None, every):
        reading = read(fact, slip, TODAY)
        is_another = isinstance(reading, Read) and isinstance(reading.answer, Known) and reading.answer != Known(code)
        if is_another and exact.get(fold(slip)) != reading:
            yield f"{slip!r} for {word!r} reads as {reading}"


def _slips_of(fact: OptionFact) -> Iterator[tuple[str, str, str]]:
    return (
        (code, word, slip)
        for code in list_codes(fact)
        for word in list_option_words(fact, code)
        for slip in _slips(word.casefold())
    )


def _slips(word: str) -> list[str]:
    places = range(len(word))
    swapped = {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)}
    dropped = {word[:i] + word[i + 1 :] for i in places}
    other = {word[:i] + letter + word[i + 1 :] for i in places for letter in LETTERS}
    added = {word[:i] + letter + word[i:] for i in range(len(word) + 1) for letter in LETTERS}
    return sorted((swapped | dropped | other | added) - {word})


def main() -> int:
    """Prints how many slips there are and which read as another option; returns 1 if one does."""
    faults = [f"{name}: {fault}" for name, fact in option_facts().items() for fault in misread(fact)]
    count = sum(1 for fact in option_facts().values() for _ in _slips_of(fact))
    print(f"{count} slips in one character: {len(faults)} read as another option")
    print(*faults, sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
