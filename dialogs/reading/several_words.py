"""The words of a fact of which several options may be so: each option by itself, none of them, what is offered."""

from dialogs.definition.facts import Missing, SeveralFact
from dialogs.definition.wording import words
from dialogs.reading.outcome import AskBackReading, Read
from dialogs.reading.plain_words import NONE_OF_THESE
from dialogs.reading.word_readings import WordReading, list_several_words, make_selected
from dialogs.rules.answers import UNKNOWN, Answer, Selected


def collect_several(fact: SeveralFact) -> list[tuple[str, WordReading]]:
    """Returns each option by itself, and the words for none of them. 'Not tested' alone leaves the whole open."""
    said: list[tuple[str, WordReading]] = [
        (word, Read(make_selected(code))) for code in fact.options for word in list_several_words(fact, code)
    ]
    said += [(word, Read(Selected())) for word in (*list_missing_words(fact.none), *words(NONE_OF_THESE))]
    open_words = list_missing_words(fact.not_tested)
    return [*said, *((word, AskBackReading("named", (UNKNOWN,))) for word in open_words)]


def list_selections(fact: SeveralFact, offered: list[str]) -> tuple[Answer, ...]:
    """Returns each offer by itself, and all options among them together: several may be so."""
    together = tuple(code for code in fact.options if code in offered)
    return (*map(make_selected, offered), *([Selected(together)] if len(together) > 1 else []))


def list_missing_words(missing: Missing | None) -> list[str]:
    """Returns how a missing answer, or none of the options, is called in the definition."""
    return [*missing.label.values(), *words(missing.synonyms)] if missing else []
