"""Words of a definition that say a number without a figure: 'never', 'undetectable', 'single dose'."""

import re
from dataclasses import dataclass

from dialogs.definition.facts import NumericFact
from dialogs.definition.spelling import fold
from dialogs.definition.wording import words
from dialogs.reading.outcome import Read
from dialogs.rules.answers import Known


@dataclass(frozen=True, slots=True, eq=False)
class _WordedNumbers:
    """The numbers that words of one fact say, by the folded form of the words, and the words as they are written."""

    fact: NumericFact
    numbers: dict[str, Read]
    written: frozenset[str]


def read_worded(fact: NumericFact, text: str) -> Read | None:
    """Returns the number that a text says by words of the definition, or by its label; None where it says none."""
    if not fact.words_for:
        return None
    known = _COLLECTED.get(id(fact))
    if known is None:
        if len(_COLLECTED) >= _MAX_COLLECTED:
            _COLLECTED.clear()
        known = _COLLECTED[id(fact)] = _collect(fact)
    said = known.numbers.get(fold(text))
    return None if said and _APART.search(text) and text.casefold() not in known.written else said


def _collect(fact: NumericFact) -> _WordedNumbers:
    said = [
        (word, each.number) for each in fact.words_for for word in (*words(each.words), *(each.label or {}).values())
    ]
    numbers = {fold(word): Read(Known(number)) for word, number in reversed(said)}
    return _WordedNumbers(fact, numbers, frozenset(word.casefold() for word, _ in said))


_COLLECTED: dict[int, _WordedNumbers] = {}
"""By the identity of the fact, which is kept alive here: a fact holds dictionaries and cannot be hashed."""
_MAX_COLLECTED = 2_000
_APART = re.compile(r"\d[ _-]+\d")
"""Two numbers: joined, as spellings are compared, they would be a third."""
