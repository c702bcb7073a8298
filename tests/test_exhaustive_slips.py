"""Every slip in one character of every word that a fact knows: none reads as another option."""

import pytest
from test_reading_choices import OPTION_FACTS
from test_reading_traps import TODAY

from dialogs.answers import Known
from dialogs.definition.spelling import fold
from dialogs.reading import Read, read
from dialogs.reading.vocabulary import codes, option_words, vocabulary

_LETTERS = "aeinorstuy12+- "


def _slips(word: str) -> set[str]:
    places = range(len(word))
    swapped = {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)}
    dropped = {word[:i] + word[i + 1 :] for i in places}
    other = {word[:i] + letter + word[i + 1 :] for i in places for letter in _LETTERS}
    added = {word[:i] + letter + word[i:] for i in range(len(word) + 1) for letter in _LETTERS}
    return (swapped | dropped | other | added) - {word}


@pytest.mark.parametrize("name", OPTION_FACTS)
def test_no_slip_in_one_character_reads_as_another_option(name: str) -> None:
    """Protects: 'small typing slips only where no two readings compete'. A slip that is another option's own word is that word."""
    fact = OPTION_FACTS[name]
    exact = vocabulary(fact).readings
    for code in codes(fact):
        for word in option_words(fact, code):
            for slip in _slips(word.casefold()):
                reading = read(fact, slip, TODAY)
                if isinstance(reading, Read) and isinstance(reading.answer, Known) and reading.answer != Known(code):
                    assert exact.get(fold(slip)) == reading, (word, slip, reading)
