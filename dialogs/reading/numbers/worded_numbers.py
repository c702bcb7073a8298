"""Words of a definition that say a number without a figure: 'never', 'undetectable', 'single dose'."""

import re
from functools import lru_cache

from dialogs.definition.facts import NumericFact
from dialogs.definition.spelling import fold
from dialogs.definition.wording import words
from dialogs.reading.outcome import Read
from dialogs.rules.answers import Known


def read_worded(fact: NumericFact, text: str) -> Read | None:
    """Returns the number that a text says by words of the definition, or by its label; None where it says none."""
    said = fold(text)
    is_apart = _APART.search(text) is not None
    for each in fact.words_for:
        written = (*words(each.words), *(each.label or {}).values())
        if said in _fold_all(written) and not (is_apart and text.casefold() not in map(str.casefold, written)):
            return Read(Known(each.number))
    return None


@lru_cache(maxsize=256)
def _fold_all(said: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold, said))


_APART = re.compile(r"\d[ _-]+\d")
"""Two numbers: joined, as spellings are compared, they would be a third."""
